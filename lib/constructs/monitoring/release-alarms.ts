import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { ALARM_WINDOW_MINUTES } from '../../domain/alarm-window.ts';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import { metricNames } from '../../domain/metric-names.ts';
import { aliasResource } from '../../domain/resource-names.ts';
import type { AlarmSpecification } from './model-alarms.ts';
import type { ModelMetrics } from './model-metrics.ts';

const { GREATER_THAN_THRESHOLD, GREATER_THAN_OR_EQUAL_TO_THRESHOLD } = cloudwatch.ComparisonOperator;
/** Where nobody calls, nothing is wrong. */
const NOT_BREACHING = cloudwatch.TreatMissingData.NOT_BREACHING;

/** Fewer requests in a minute than this are no rate. */
const LEAST_REQUESTS = 50;

/** Rings as soon as there were two bad minutes, and stays on as long as the window has two. */
const twoBadMinutes = {
  evaluationPeriods: ALARM_WINDOW_MINUTES,
  datapointsToAlarm: 2,
  treatMissingData: NOT_BREACHING,
};
const FAILURE_PERIOD_SECONDS = 10;

/** Alarms on the whole alias: within probation each of them gives the traffic back. */
export function probationAlarms(definition: ModelDefinition, metrics: ModelMetrics): AlarmSpecification[] {
  const { maximumErrorRate, minimumSuccessRate, maximumResponseMilliseconds } = definition.limits.promoted;
  const requests = metrics.alias('Invocations', 'Sum');
  const answers = metrics.own(metricNames.answers, 'Sum');
  return [
    {
      kind: 'error-rate',
      description: `More than ${maximumErrorRate * 100} % of the requests crash or time out`,
      metric: percentage(metrics.alias('Errors', 'Sum'), requests),
      threshold: maximumErrorRate * 100,
      comparisonOperator: GREATER_THAN_THRESHOLD,
      ...twoBadMinutes,
    },
    {
      kind: 'success-rate',
      description: `Fewer than ${minimumSuccessRate * 100} % of the answers are good`,
      metric: percentage(metrics.own(metricNames.badAnswers, 'Sum'), answers),
      threshold: (1 - minimumSuccessRate) * 100,
      comparisonOperator: GREATER_THAN_THRESHOLD,
      ...twoBadMinutes,
    },
    {
      kind: 'response-time',
      description: `One answer in a hundred takes more than ${maximumResponseMilliseconds} ms`,
      metric: metrics.alias('Duration', 'p99'),
      threshold: maximumResponseMilliseconds,
      comparisonOperator: GREATER_THAN_THRESHOLD,
      ...twoBadMinutes,
    },
    {
      kind: 'predict-failure',
      description: 'Requests cannot be answered at all',
      metric: metrics.own(metricNames.predictFailure, 'Sum', Duration.seconds(FAILURE_PERIOD_SECONDS)),
      threshold: 1,
      comparisonOperator: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: (ALARM_WINDOW_MINUTES * 60) / FAILURE_PERIOD_SECONDS,
      datapointsToAlarm: 3,
      treatMissingData: NOT_BREACHING,
    },
  ];
}

/** Alarms that only tell people: on the service, and on how the model does. */
export function noticeAlarms(definition: ModelDefinition, metrics: ModelMetrics): AlarmSpecification[] {
  const { responseMeanMilliseconds, responseP95Milliseconds } = definition.alarms;
  const tenMinutes = { evaluationPeriods: 2, datapointsToAlarm: 2, treatMissingData: NOT_BREACHING };
  const responseAlarm = (kind: 'response-mean' | 'response-p95', statistic: string, limit: number | null) =>
    limit === null
      ? []
      : [
          {
            kind,
            description: `The ${statistic === 'Average' ? 'mean' : statistic} response time is above ${limit} ms for ten minutes`,
            metric: metrics.alias('Duration', statistic, Duration.minutes(5)),
            threshold: limit,
            comparisonOperator: GREATER_THAN_THRESHOLD,
            ...tenMinutes,
          },
        ];
  return [
    {
      kind: 'throttles',
      description: 'Lambda turns requests away: raise the concurrency limit',
      metric: metrics.alias('Throttles', 'Sum'),
      threshold: 0,
      comparisonOperator: GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: NOT_BREACHING,
    },
    ...responseAlarm('response-mean', 'Average', responseMeanMilliseconds),
    ...responseAlarm('response-p95', 'p95', responseP95Milliseconds),
  ];
}

/** `100 * part / whole`, and zero where there is too little to speak of a rate. */
function percentage(part: cloudwatch.Metric, whole: cloudwatch.Metric): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: `IF(n>=${LEAST_REQUESTS}, 100*k/n, 0)`,
    usingMetrics: { k: part, n: whole },
    period: Duration.minutes(1),
  });
}

/**
 * The one alarm that can tell function versions apart, and so works for a version that does not exist when the stack is
 * deployed: one contributor per executed version. There is no construct for an alarm with several series.
 */
export function challengerErrorsAlarm(functionName: string, { alarms }: ModelDefinition) {
  return {
    metrics: [{ id: 'q', expression: challengerErrorsQuery(functionName), period: 60, returnData: true }],
    threshold: alarms.challengerErrors,
    comparisonOperator: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    ...twoBadMinutes,
  };
}

export function challengerErrorsQuery(functionName: string): string {
  return (
    'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", ExecutedVersion,FunctionName,Resource) ' +
    `WHERE FunctionName='${functionName}' AND Resource='${aliasResource(functionName)}' GROUP BY ExecutedVersion ORDER BY SUM() DESC`
  );
}
