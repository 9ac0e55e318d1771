import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import { type EvaluationRule, periodsInRange, treatments } from './alarm-evaluation.ts';
import type { AlarmState } from './alarm-state.ts';
import { type Comparison, comparisons } from './comparison.ts';
import { type InsightsQuery, parseInsightsQuery } from './insights-query.ts';
import {
  type MetricQueries,
  type MetricQuery,
  type MetricStat,
  periodOf,
  readDimensions,
  readMetricQueries,
  readPeriod,
  readStatistic,
} from './metric-query.ts';
import { RETENTION } from './metric-series.ts';
import { type PlainObject, PropertyReader } from './read-properties.ts';

/** What every alarm has. */
export interface AlarmBasics {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly description: string | null;
  /** What is told of each change, by the state it leads to; nothing while actions are off. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
  /** The properties as `DescribeAlarms` shows them. */
  readonly shown: PlainObject;
}

/** A fixed threshold on one series, or on every series of a Metrics Insights query. */
export interface MetricAlarmConfiguration extends AlarmBasics, EvaluationRule {
  readonly comparison: Comparison;
  readonly threshold: number;
  /** Milliseconds. */
  readonly period: number;
  readonly watched:
    | { readonly kind: 'series'; readonly queries: MetricQueries; readonly result: MetricQuery }
    | { readonly kind: 'groups'; readonly id: string; readonly expression: string; readonly query: InsightsQuery };
}

/** A resource as the template has it, under the name that it gets. */
export interface AlarmResource {
  readonly logicalId: string;
  readonly name: string;
  readonly properties: PlainObject;
}

function alarmArn(name: string): string {
  return `arn:aws:cloudwatch:${LOCAL_REGION}:${LOCAL_ACCOUNT}:alarm:${name}`;
}

const DAY = 86_400_000;

/** Reads the properties of an `AWS::CloudWatch::Alarm`. Throws, with its logical id, for what is not simulated. */
export function readMetricAlarm(resource: AlarmResource): MetricAlarmConfiguration {
  const reader = new PropertyReader(resource.logicalId, resource.properties);
  const basics = readAlarmBasics(reader, resource);
  const evaluationPeriods = reader.number('EvaluationPeriods');
  const watched = reader.has('Metrics') ? readMetrics(reader) : readSingleMetric(reader);
  const configuration: MetricAlarmConfiguration = {
    ...basics,
    ...watched,
    evaluationPeriods,
    datapointsToAlarm: reader.optionalNumber('DatapointsToAlarm') ?? evaluationPeriods,
    treatment: reader.oneOf('TreatMissingData', treatments, 'missing'),
    comparison: reader.oneOf('ComparisonOperator', comparisons),
    threshold: reader.number('Threshold'),
    shown: { Dimensions: [], ...basics.shown },
  };
  reader.finish();
  checkPeriods(reader, configuration);
  return configuration;
}

/** Reads what metric alarms and composite ones have in common. */
export function readAlarmBasics(reader: PropertyReader, { logicalId, name, properties }: AlarmResource): AlarmBasics {
  reader.ignore('AlarmName', 'Tags');
  const enabled = reader.flag('ActionsEnabled', true);
  const actions = {
    ALARM: reader.texts('AlarmActions'),
    OK: reader.texts('OKActions'),
    INSUFFICIENT_DATA: reader.texts('InsufficientDataActions'),
  };
  const foreign = Object.values(actions)
    .flat()
    .find((arn) => !arn.startsWith('arn:aws:sns:'));
  if (foreign !== undefined) throw reader.refuse(`the alarm action ${foreign} is not simulated, only SNS topics are`);
  const { Tags, ...shown } = properties;
  const lists = { AlarmActions: [], OKActions: [], InsufficientDataActions: [] };
  return {
    logicalId,
    name,
    arn: alarmArn(name),
    description: reader.optionalText('AlarmDescription') ?? null,
    actions: enabled ? actions : { ALARM: [], OK: [], INSUFFICIENT_DATA: [] },
    shown: { ActionsEnabled: enabled, ...lists, ...shown, AlarmName: name, AlarmArn: alarmArn(name) },
  };
}

type Watched = Pick<MetricAlarmConfiguration, 'watched' | 'period'>;

function readSingleMetric(reader: PropertyReader): Watched {
  const stat = reader.has('ExtendedStatistic') ? reader.text('ExtendedStatistic') : reader.text('Statistic');
  const source: MetricStat = {
    namespace: reader.text('Namespace'),
    name: reader.text('MetricName'),
    dimensions: readDimensions(reader),
    stat,
    statistic: readStatistic(reader, stat),
    period: readPeriod(reader),
  };
  const result = { id: 'm1', label: source.name, returnData: true, period: null, expression: '', source };
  return { period: source.period, watched: { kind: 'series', queries: new Map([[result.id, result]]), result } };
}

function readMetrics(reader: PropertyReader): Watched {
  const readers = reader.children('Metrics');
  const [only, ...others] = readers;
  const expression = only?.has('Expression') ? only.text('Expression') : '';
  if (only !== undefined && expression.startsWith('SELECT')) {
    if (others.length > 0) throw reader.refuse('a Metrics Insights query together with other metrics is not simulated');
    return readInsights(reader, only, expression);
  }
  const queries = readMetricQueries(readers);
  const [result, ...more] = [...queries.values()].filter(({ returnData }) => returnData);
  if (result === undefined || more.length > 0) throw reader.refuse(`exactly one of 'Metrics' should return data`);
  return { period: reader.attempt(() => periodOf(queries, result)), watched: { kind: 'series', queries, result } };
}

function readInsights(reader: PropertyReader, metric: PropertyReader, expression: string): Watched {
  const query = reader.attempt(() => parseInsightsQuery(expression));
  const watched = { kind: 'groups' as const, id: metric.text('Id'), expression, query };
  const period = readPeriod(metric);
  if (!metric.flag('ReturnData', true)) throw metric.refuse('should return data');
  metric.ignore('Label');
  metric.finish();
  if (period % 60_000 !== 0) throw metric.refuse('Metrics Insights knows no periods below a minute');
  for (const actions of ['AlarmActions', 'OKActions', 'InsufficientDataActions']) {
    if (reader.texts(actions).length > 0) throw reader.refuse(`actions of single contributors are not simulated`);
  }
  return { period, watched };
}

function checkPeriods(reader: PropertyReader, configuration: MetricAlarmConfiguration): void {
  const { period, evaluationPeriods, datapointsToAlarm } = configuration;
  if (period < 10_000) throw reader.refuse(`'Period' of an alarm should be 10 s or more, got ${period / 1_000}`);
  const longest = period >= 3_600_000 ? 7 * DAY : DAY;
  if (period * evaluationPeriods > longest) throw reader.refuse(`should look back at most ${longest / DAY} days`);
  if (period * periodsInRange(configuration) > RETENTION)
    throw reader.refuse('looks back longer than metrics are kept');
  if (datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods) {
    throw reader.refuse(`'DatapointsToAlarm' should be from 1 to ${evaluationPeriods}, got ${datapointsToAlarm}`);
  }
}
