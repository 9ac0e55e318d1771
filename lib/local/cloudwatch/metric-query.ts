import { metricKey } from './metric-datum.ts';
import { computeMath } from './metric-math.ts';
import { type MetricMath, parseMetricMath, queriesOf } from './metric-math-parser.ts';
import type { Periods, Values } from './metric-series.ts';
import type { MetricStore } from './metric-store.ts';
import type { PropertyReader } from './read-properties.ts';
import { parseStatistic, type Statistic } from './statistic.ts';

/** A statistic of one metric per period. */
export interface MetricStat {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
  /** The statistic as CloudWatch writes it. */
  readonly stat: string;
  /** Milliseconds. */
  readonly period: number;
}

/** One entry of an alarm's `Metrics` or of `MetricDataQueries`. */
export interface MetricQuery {
  readonly id: string;
  readonly label: string;
  readonly returnData: boolean;
  /** What an expression says of its own period, in milliseconds. */
  readonly period: number | null;
  readonly source: MetricStat | MetricMath;
  /** The text of an expression; empty for a metric. */
  readonly expression: string;
}

/** Queries by their id, in the order in which they were given. */
export type MetricQueries = ReadonlyMap<string, MetricQuery>;

export function isMetricStat(source: MetricQuery['source']): source is MetricStat {
  return 'statistic' in source;
}

export function readDimensions(reader: PropertyReader): Readonly<Record<string, string>> {
  return Object.fromEntries(
    reader.children('Dimensions').map((dimension) => [dimension.text('Name'), dimension.text('Value')]),
  );
}

export function readStatistic(reader: PropertyReader, text: string): Statistic {
  const statistic = parseStatistic(text);
  if (statistic === undefined) throw reader.refuse(`the statistic ${text} is not simulated`);
  return statistic;
}

/** Milliseconds of a period that CloudWatch has. */
export function readPeriod(reader: PropertyReader): number {
  const period = reader.number('Period');
  if (![1, 5, 10, 20, 30].includes(period) && (period < 60 || period % 60 !== 0)) {
    throw reader.refuse(`'Period' should be 1, 5, 10, 20, 30 or a multiple of 60 seconds, got ${period}`);
  }
  return period * 1_000;
}

/** Reads queries and refuses, by its name, what is not simulated. All of them should have one period. */
export function readMetricQueries(readers: readonly PropertyReader[]): MetricQueries {
  const queries = new Map<string, MetricQuery>();
  for (const reader of readers) {
    const query = readQuery(reader);
    if (queries.has(query.id)) throw reader.refuse(`the id ${query.id} is there twice`);
    queries.set(query.id, query);
  }
  for (const [index, reader] of readers.entries()) checkReferences(reader, [...queries.values()][index], queries, []);
  return queries;
}

function readQuery(reader: PropertyReader): MetricQuery {
  const id = reader.text('Id');
  if (!/^[a-z]\w*$/.test(id)) throw reader.refuse(`'Id' should begin with a small letter, got ${id}`);
  const label = reader.optionalText('Label');
  const returnData = reader.flag('ReturnData', true);
  const expression = reader.optionalText('Expression');
  if ((expression === undefined) === !reader.has('MetricStat')) {
    throw reader.refuse(`should have either 'MetricStat' or 'Expression'`);
  }
  if (expression !== undefined) {
    const period = reader.has('Period') ? readPeriod(reader) : null;
    reader.finish();
    return {
      id,
      label: label ?? id,
      returnData,
      period,
      expression,
      source: reader.attempt(() => parseMetricMath(expression)),
    };
  }
  const source = readMetricStat(reader.child('MetricStat'));
  reader.finish();
  return { id, label: label ?? source.name, returnData, period: null, expression: '', source };
}

function readMetricStat(reader: PropertyReader): MetricStat {
  const metric = reader.child('Metric');
  const namespace = metric.text('Namespace');
  const name = metric.text('MetricName');
  const dimensions = readDimensions(metric);
  metric.finish();
  const stat = reader.text('Stat');
  const source = {
    namespace,
    name,
    dimensions,
    stat,
    statistic: readStatistic(reader, stat),
    period: readPeriod(reader),
  };
  reader.finish();
  return source;
}

function checkReferences(
  reader: PropertyReader,
  query: MetricQuery | undefined,
  queries: MetricQueries,
  path: readonly string[],
): void {
  if (query === undefined || isMetricStat(query.source)) return;
  if (path.includes(query.id)) throw reader.refuse(`the expression ${query.id} reads itself`);
  for (const id of queriesOf(query.source)) {
    const read = queries.get(id);
    if (read === undefined) throw reader.refuse(`the expression ${query.id} reads '${id}', which is no query`);
    checkReferences(reader, read, queries, [...path, query.id]);
  }
}

/** The metrics that a query reads, itself or through expressions. */
export function metricsOf(queries: MetricQueries, { source }: MetricQuery): MetricStat[] {
  if (isMetricStat(source)) return [source];
  return queriesOf(source).flatMap((id) => {
    const query = queries.get(id);
    return query === undefined ? [] : metricsOf(queries, query);
  });
}

/** The one period of the metrics that a query reads; throws when there is none or more than one. */
export function periodOf(queries: MetricQueries, query: MetricQuery): number {
  const [period, ...others] = new Set(metricsOf(queries, query).map((metric) => metric.period));
  if (period === undefined) throw new Error(`the expression ${query.id} should read a metric`);
  if (others.length > 0 || (query.period ?? period) !== period) {
    throw new Error(`the expression ${query.id} should have one period with all the metrics that it reads`);
  }
  return period;
}

/** The values of a query, one per period. */
export function computeQuery(queries: MetricQueries, query: MetricQuery, store: MetricStore, periods: Periods): Values {
  const { source } = query;
  const none: Values = new Array(periods.count).fill(undefined);
  if (isMetricStat(source)) return store.find(source)?.values(source.statistic, periods) ?? none;
  const computed = computeMath(source, periods.count, (id) => {
    const read = queries.get(id);
    return read === undefined ? none : computeQuery(queries, read, store, periods);
  });
  return typeof computed === 'number' ? new Array(periods.count).fill(computed) : computed;
}

/** Keys of the metrics that a query reads. */
export function keysOf(queries: MetricQueries, query: MetricQuery): string[] {
  return [...new Set(metricsOf(queries, query).map(metricKey))];
}
