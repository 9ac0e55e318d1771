import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SLOW_ALARM_WINDOW_HOURS } from '../../domain/alarm-window.ts';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import { metricNames } from '../../domain/metric-names.ts';
import { RECONCILE_MINUTES } from '../../domain/steps/reconcile.ts';
import type { AlarmSpecification } from './model-alarms.ts';
import type { ModelMetrics } from './model-metrics.ts';

const { GREATER_THAN_THRESHOLD, LESS_THAN_THRESHOLD } = cloudwatch.ComparisonOperator;
/** These metrics are sparse, and silence is no sign of recovery. */
const KEEP_STATE = cloudwatch.TreatMissingData.IGNORE;
const HOUR = Duration.hours(1);
const DAY_SECONDS = 86_400;

const onePoint = { evaluationPeriods: 1, treatMissingData: KEEP_STATE };

/** One bad hour asks for a retrain, and only a day without one makes room for the next request. */
const oneBadHour = { ...onePoint, evaluationPeriods: SLOW_ALARM_WINDOW_HOURS, datapointsToAlarm: 1 };

/** The metric of each measure that a performance trigger can look at. */
const watchedMetrics = {
  accuracy: metricNames.modelAccuracy,
  auc: metricNames.modelAuc,
  f1: metricNames.modelF1,
  'macro-f1': metricNames.modelMacroF1,
} as const;

/** Alarms that start a retrain. */
export function retrainAlarms({ triggers }: ModelDefinition, metrics: ModelMetrics): AlarmSpecification[] {
  const { drift, performance } = triggers;
  return [
    ...(drift === null ? [] : driftAlarms(drift.psi, metrics)),
    ...(performance === null ? [] : performanceAlarms(performance, metrics)),
  ];
}

function performanceAlarms(
  { metric, below, lookbackDays }: NonNullable<ModelDefinition['triggers']['performance']>,
  metrics: ModelMetrics,
): AlarmSpecification[] {
  return [
    {
      kind: 'performance-low',
      description: `The ${metric} of the last ${lookbackDays} days is below ${below}`,
      metric: metrics.own(watchedMetrics[metric], 'Minimum', HOUR),
      threshold: below,
      comparisonOperator: LESS_THAN_THRESHOLD,
      ...oneBadHour,
    },
  ];
}

function driftAlarms(psi: number, metrics: ModelMetrics): AlarmSpecification[] {
  const drifted = { threshold: psi, comparisonOperator: GREATER_THAN_THRESHOLD, ...oneBadHour };
  return [
    {
      kind: 'feature-drift',
      description: `A feature has moved away from the training data (PSI above ${psi})`,
      metric: metrics.own(metricNames.featurePsi, 'Maximum', HOUR),
      ...drifted,
    },
    {
      kind: 'score-drift',
      description: `The predictions have moved away from those on the holdout (PSI above ${psi})`,
      metric: metrics.own(metricNames.scorePsi, 'Maximum', HOUR),
      ...drifted,
    },
  ];
}

/** Alarms that tell people that a model, its data or its release is not what it should be. */
export function qualityAlarms({ alarms }: ModelDefinition, metrics: ModelMetrics): AlarmSpecification[] {
  return [
    ...aucAlarm('auc-warning', alarms.aucWarning, metrics),
    ...aucAlarm('auc-critical', alarms.aucCritical, metrics),
    ...(alarms.accuracyDrop === null
      ? []
      : [
          {
            kind: 'accuracy-drop' as const,
            description: `Accuracy is more than ${alarms.accuracyDrop} below its value at promotion`,
            metric: metrics.own(metricNames.accuracyDrop, 'Maximum', HOUR),
            threshold: alarms.accuracyDrop,
            comparisonOperator: GREATER_THAN_THRESHOLD,
            ...onePoint,
          },
        ]),
    {
      kind: 'model-stale',
      description: `The champion is older than ${alarms.staleAfterDays} days, or the reconciler does not run`,
      metric: metrics.own(metricNames.modelAgeSeconds, 'Maximum', HOUR),
      threshold: alarms.staleAfterDays * DAY_SECONDS,
      comparisonOperator: GREATER_THAN_THRESHOLD,
      evaluationPeriods: 2,
      // the reconciler writes it every five minutes, so its absence is the alarm
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    },
    counted(
      'dataset-shrinking',
      'The newest snapshot has fewer rows than the one before',
      metricNames.datasetShrinkage,
      metrics,
    ),
    counted(
      'code-rejected',
      'Model releases are refused because the deployed code failed',
      metricNames.codeRejections,
      metrics,
    ),
    counted('alias-mismatch', 'The alias was not where the ledger says', metricNames.aliasMismatches, metrics),
  ];
}

function aucAlarm(
  kind: 'auc-warning' | 'auc-critical',
  limit: ModelDefinition['alarms']['aucWarning'],
  metrics: ModelMetrics,
): AlarmSpecification[] {
  if (limit === null) return [];
  // the reconciler writes it, and a shorter period would have no datapoint most of the time
  const periods = Math.ceil(limit.forMinutes / RECONCILE_MINUTES);
  return [
    {
      kind,
      description: `The AUC on matured outcomes is below ${limit.below} for ${limit.forMinutes} minutes`,
      metric: metrics.own(metricNames.modelAuc, 'Average', Duration.minutes(RECONCILE_MINUTES)),
      threshold: limit.below,
      comparisonOperator: LESS_THAN_THRESHOLD,
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
      treatMissingData: KEEP_STATE,
    },
  ];
}

/** Anything above zero is worth telling, once. */
function counted(
  kind: AlarmSpecification['kind'],
  description: string,
  metricName: (typeof metricNames)[keyof typeof metricNames],
  metrics: ModelMetrics,
): AlarmSpecification {
  return {
    kind,
    description,
    metric: metrics.own(metricName, 'Sum', Duration.minutes(5)),
    threshold: 0,
    comparisonOperator: GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  };
}
