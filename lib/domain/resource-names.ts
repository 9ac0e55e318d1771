import { LIVE_ALIAS } from './ports/live-alias.ts';

/** Alarms of one model; each name ends in one of these. */
export const alarmKinds = [
  'challenger-errors',
  'error-rate',
  'success-rate',
  'response-time',
  'predict-failure',
  'throttles',
  'drift',
  'performance-low',
  'auc-warning',
  'auc-critical',
  'accuracy-drop',
  'response-mean',
  'response-p95',
  'model-stale',
  'dataset-shrinking',
  'code-rejected',
  'alias-mismatch',
  'monitor-failed',
  'page',
] as const;

export type AlarmKind = (typeof alarmKinds)[number];

/** Alarms on the whole alias: within probation one of them gives the traffic back. */
export const probationAlarmKinds = ['error-rate', 'success-rate', 'response-time', 'predict-failure'] as const;

/** Alarms that ask for a retrain, and the trigger that each stands for. */
export const retrainAlarmKinds = {
  drift: 'drift',
  'performance-low': 'performance',
} as const satisfies Partial<Record<AlarmKind, string>>;

/**
 * Names that people look for in the console and that permissions are granted on before the resources exist. What holds
 * data has a generated name instead.
 */
export function resourceNames(platformName: string, modelName: string) {
  const prefix = `${platformName}-${modelName}`;
  return {
    retrainMachine: `${prefix}-retrain`,
    trainingTask: `${prefix}-train`,
    rollbackMachine: `${prefix}-rollback`,
    dashboard: prefix,
    alarm: (kind: AlarmKind) => `${prefix}-${kind}`,
  };
}

/** The dimension `Resource` of Lambda's metrics on alias traffic: name and alias, not the ARN. */
export function aliasResource(functionName: string): string {
  return `${functionName}:${LIVE_ALIAS}`;
}
