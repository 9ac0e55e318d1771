import type { Operations } from '../aws-error.ts';
import { computeQuery, type MetricQueries, type MetricQuery, periodOf, readMetricQueries } from './metric-query.ts';
import { MINUTE, type Periods, RETENTION } from './metric-series.ts';
import type { MetricStore } from './metric-store.ts';
import { pageOf, pageStart } from './pages.ts';
import type { PropertyReader } from './read-properties.ts';
import { readRequest } from './requests.ts';

const MOST_POINTS = 100_800;
const DAY = 86_400_000;

interface Point {
  readonly query: MetricQuery;
  /** Start of its period, in seconds since 1970. */
  readonly time: number;
  readonly value: number;
}

interface Span {
  readonly start: number;
  /** Not included. */
  readonly end: number;
}

/** `GetMetricData`: times in seconds since 1970, at most `MaxDatapoints` points a page. */
export function getMetricData(store: MetricStore, now: () => number): Operations {
  return {
    GetMetricData: (input) => {
      const request = readRequest('GetMetricData', input);
      const span = readSpan(request, now());
      const queries = readMetricQueries(request.children('MetricDataQueries'));
      const order = request.oneOf('ScanBy', ['TimestampDescending', 'TimestampAscending'], 'TimestampDescending');
      const size = Math.min(request.optionalNumber('MaxDatapoints') ?? MOST_POINTS, MOST_POINTS);
      const token = request.optionalText('NextToken');
      request.finish();
      const shown = [...queries.values()].filter(({ returnData }) => returnData);
      const points = shown.flatMap((query) => {
        const rising = pointsOf(queries, query, store, span, request);
        return order === 'TimestampAscending' ? rising : rising.toReversed();
      });
      return results(shown, points, token, size);
    },
  };
}

function readSpan(request: PropertyReader, now: number): Span {
  const [start, end] = [request.number('StartTime') * 1_000, request.number('EndTime') * 1_000];
  if (start >= end) throw request.refuse(`'StartTime' should be before 'EndTime'`);
  // there is nothing outside of this
  return { start: Math.max(start, now - RETENTION - DAY), end: Math.min(end, now + DAY) };
}

/** Periods count from the start, rounded down to a minute, or for short periods to a period. */
function pointsOf(
  queries: MetricQueries,
  query: MetricQuery,
  store: MetricStore,
  { start, end }: Span,
  request: PropertyReader,
): Point[] {
  const period = request.attempt(() => periodOf(queries, query));
  const grain = Math.min(period, MINUTE);
  const from = Math.floor(start / grain) * grain;
  const count = Math.max(0, Math.ceil((end - from) / period));
  const periods: Periods = { from, period, count, until: end };
  return computeQuery(queries, query, store, periods).flatMap((value, index) =>
    value === undefined ? [] : [{ query, time: (from + index * period) / 1_000, value }],
  );
}

/** Every query is on every page; one that has points left after it is `PartialData`. */
function results(shown: readonly MetricQuery[], points: readonly Point[], token: string | undefined, size: number) {
  const { items, next } = pageOf(points, token, size);
  const left = points.slice(pageStart(token) + size);
  const MetricDataResults = shown.map((query) => {
    const own = items.filter((point) => point.query === query);
    return {
      Id: query.id,
      Label: query.label,
      Timestamps: own.map(({ time }) => time),
      Values: own.map(({ value }) => value),
      StatusCode: left.some((point) => point.query === query) ? 'PartialData' : 'Complete',
    };
  });
  return { MetricDataResults, Messages: [], ...next };
}
