import { z } from 'zod';
import type { Counter, InMemoryReleaseMetrics, RecordedMinute } from '../../in-memory/in-memory-release-metrics.ts';

/** So few that a test with a handful of minutes turns the page. */
const POINTS_PER_PAGE = 4;

const input = z.object({
  StartTime: z.number(),
  EndTime: z.number(),
  NextToken: z.string().default('0'),
  ScanBy: z.literal('TimestampAscending'),
  MetricDataQueries: z.array(
    z.object({
      Id: z.string().regex(/^[a-z][a-zA-Z0-9_]*$/),
      MetricStat: z.object({
        Metric: z.object({
          Namespace: z.string(),
          MetricName: z.string(),
          Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })),
        }),
        Period: z.literal(60),
        Stat: z.literal('Sum'),
      }),
    }),
  ),
});

interface Point {
  readonly id: string;
  readonly time: number;
  readonly value: number;
}

/** Metrics by the names and dimensions under which Lambda and the handlers write them. */
const counters: Readonly<Record<string, Counter>> = {
  'AWS/Lambda Invocations': 'invocations',
  'AWS/Lambda Errors': 'errors',
  'Ratchet Answers': 'answers',
  'Ratchet BadAnswers': 'badAnswers',
  'Ratchet SlowAnswers': 'slowAnswers',
  'Ratchet LabelledAnswers': 'labelledAnswers',
  'Ratchet WrongAnswers': 'wrongAnswers',
};

/** Answers GetMetricData over several pages; a series that has points left is `PartialData`. */
export function getMetricData({ recorded }: InMemoryReleaseMetrics, request: unknown) {
  const { MetricDataQueries, StartTime, EndTime, NextToken } = input.parse(request);
  const points = MetricDataQueries.flatMap(({ Id, MetricStat: { Metric } }) => {
    const counter = counters[`${Metric.Namespace} ${Metric.MetricName}`];
    const dimensions = Object.fromEntries(Metric.Dimensions.map(({ Name, Value }) => [Name, Value]));
    const own = recorded.filter((minute) => isOf(minute, Metric.Namespace, dimensions));
    return counter === undefined ? [] : sums(Id, counter, own, StartTime, EndTime);
  });

  const start = Number(NextToken);
  const end = start + POINTS_PER_PAGE;
  const results = MetricDataQueries.map(({ Id }) => {
    const shown = points.slice(start, end).filter(({ id }) => id === Id);
    const partial = points.slice(end).some(({ id }) => id === Id);
    return {
      Id,
      Label: Id,
      Timestamps: shown.map(({ time }) => time),
      Values: shown.map(({ value }) => value),
      StatusCode: partial ? 'PartialData' : 'Complete',
    };
  });
  return { MetricDataResults: results, Messages: [], ...(end < points.length ? { NextToken: String(end) } : {}) };
}

function isOf(minute: RecordedMinute, namespace: string, dimensions: Readonly<Record<string, string>>): boolean {
  const { modelName, functionName, functionVersion } = minute;
  const expected =
    namespace === 'AWS/Lambda'
      ? { ExecutedVersion: functionVersion, FunctionName: functionName, Resource: `${functionName}:live` }
      : { functionVersion, model: modelName, service: 'ratchet' };
  const names = Object.keys(dimensions).sort();
  return JSON.stringify(expected) === JSON.stringify(Object.fromEntries(names.map((name) => [name, dimensions[name]])));
}

function sums(id: string, counter: Counter, recorded: readonly RecordedMinute[], from: number, to: number): Point[] {
  const written = recorded.flatMap(({ minute, counts }) => {
    const value = counts[counter];
    return value === undefined ? [] : [{ time: Date.parse(minute) / 1000, value }];
  });
  return [...Map.groupBy(written, ({ time }) => time)]
    .filter(([time]) => time >= from && time < to)
    .sort(([one], [other]) => one - other)
    .map(([time, parts]) => ({ id, time, value: parts.reduce((total, { value }) => total + value, 0) }));
}
