import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SLOW_ALARM_WINDOW_HOURS } from '../../domain/alarm-window.ts';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import type { MetricSource } from '../../domain/definition/performance-source.ts';
import type { PerformanceTrigger } from '../../domain/definition/trigger-settings.ts';
import { metricNames } from '../../domain/metric-names.ts';
import { performanceMetrics } from '../../domain/triggers/cohort-performance.ts';
import { lowerThan, moreThan } from '../../domain/triggers/performance-verdict.ts';
import type { AlarmSpecification } from './model-alarms.ts';
import type { ModelMetrics } from './model-metrics.ts';

const { GREATER_THAN_THRESHOLD, LESS_THAN_THRESHOLD } = cloudwatch.ComparisonOperator;
/** These metrics are sparse, and silence is no sign of recovery. */
const KEEP_STATE = cloudwatch.TreatMissingData.IGNORE;
const HOUR = Duration.hours(1);
const DAY_SECONDS = 86_400;

const onePoint = { evaluationPeriods: 1, treatMissingData: KEEP_STATE };

/** One bad hour, or verdict of the monitor, asks for a retrain; only a day without one makes room for the next request. */
const oneBadHour = { ...onePoint, evaluationPeriods: SLOW_ALARM_WINDOW_HOURS, datapointsToAlarm: 1 };

/** Alarms that start a retrain. */
export function retrainAlarms({ triggers }: ModelDefinition, metrics: ModelMetrics): AlarmSpecification[] {
  const { drift, performance } = triggers;
  return [
    ...(drift === null ? [] : [driftAlarm(drift.windows, metrics)]),
    ...(performance === null ? [] : performanceAlarms(performance, metrics)),
  ];
}

function performanceAlarms(trigger: PerformanceTrigger, metrics: ModelMetrics): AlarmSpecification[] {
  const { metric, below, lookbackDays, source } = trigger;
  const elsewhere = source?.cloudWatch;
  const what = `The ${metric}${source === undefined ? ` of the last ${lookbackDays} days` : ''}`;
  return [
    {
      kind: 'performance-low',
      description: `${elsewhere === undefined ? what : `${elsewhere.metricName} of ${elsewhere.namespace}`} is below ${below}`,
      metric: elsewhere === undefined ? metrics.own(performanceMetrics[metric], 'Minimum', HOUR) : metricOf(elsewhere),
      threshold: lowerThan({ below }),
      comparisonOperator: LESS_THAN_THRESHOLD,
      ...oneBadHour,
    },
  ];
}

/** Somebody else's metric; whoever owns the alarm needs no right to read it. */
function metricOf({ dimensions, ...source }: MetricSource): cloudwatch.Metric {
  return new cloudwatch.Metric({ ...source, dimensionsMap: dimensions, period: HOUR });
}

/** It watches the verdict itself, which knows what no threshold of an index does: importance, noise, windows in a row. */
function driftAlarm(windows: number, metrics: ModelMetrics): AlarmSpecification {
  return {
    kind: 'drift',
    description: `Features or scores have moved away from the training data on ${windows} ${windows === 1 ? 'day' : 'days in a row'}`,
    metric: metrics.own(metricNames.driftDetected, 'Maximum', HOUR),
    threshold: 0,
    comparisonOperator: GREATER_THAN_THRESHOLD,
    ...oneBadHour,
  };
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
            threshold: moreThan(alarms.accuracyDrop),
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

/** A monitor that fails looks at nothing, and metrics that it does not write ring no other alarm. */
export function monitorAlarm(functionName: string): AlarmSpecification {
  return {
    kind: 'monitor-failed',
    description: 'Nobody looks at drift and performance, because the monitor fails',
    metric: new cloudwatch.Metric({
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      statistic: 'Sum',
      period: HOUR,
      dimensionsMap: { FunctionName: functionName },
    }),
    threshold: 0,
    comparisonOperator: GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  };
}

function aucAlarm(
  kind: 'auc-warning' | 'auc-critical',
  limit: ModelDefinition['alarms']['aucWarning'],
  metrics: ModelMetrics,
): AlarmSpecification[] {
  if (limit === null) return [];
  return [
    {
      kind,
      description: `The AUC on matured outcomes is below ${limit.below} for ${limit.forMinutes} minutes`,
      // the largest value of that time is low where all are; the monitor writes one a day
      metric: metrics.own(metricNames.modelAuc, 'Maximum', Duration.minutes(limit.forMinutes)),
      threshold: lowerThan(limit),
      comparisonOperator: LESS_THAN_THRESHOLD,
      ...onePoint,
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
