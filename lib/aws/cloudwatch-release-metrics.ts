import {
  type CloudWatchClient,
  type MessageData,
  type MetricDataQuery,
  type MetricDataResult,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import { METRIC_NAMESPACE, METRIC_SERVICE, metricDimensions, metricNames } from '../domain/metric-names.ts';
import { MetricsIncomplete } from '../domain/ports/adapter-errors.ts';
import { LIVE_ALIAS } from '../domain/ports/live-alias.ts';
import { type MinuteCounts, noMinuteCounts, type ReleaseMetrics } from '../domain/ports/release-metrics.ts';
import { type Timestamp, timestamp } from '../domain/time.ts';

type Counter = Exclude<keyof MinuteCounts, 'minute'>;
type Version = Pick<Parameters<ReleaseMetrics['readMinutes']>[0], 'modelName' | 'functionName' | 'functionVersion'>;

const lambdaCounters = { invocations: 'Invocations', errors: 'Errors' } as const;
const ownCounters = {
  answers: metricNames.answers,
  badAnswers: metricNames.badAnswers,
  slowAnswers: metricNames.slowAnswers,
  labelledAnswers: metricNames.labelledAnswers,
  wrongAnswers: metricNames.wrongAnswers,
} as const;

/** Counters by executed version: Lambda's own, which see crashes and time-outs, and those that handlers write. */
export function cloudWatchReleaseMetrics(client: CloudWatchClient): ReleaseMetrics {
  return {
    async readMinutes({ from, to, ...version }) {
      if (from >= to) return [];
      const period = { StartTime: new Date(from), EndTime: new Date(to), ScanBy: 'TimestampAscending' } as const;
      const results: MetricDataResult[] = [];
      for await (const page of paginateGetMetricData({ client }, { ...period, MetricDataQueries: queries(version) })) {
        refuseMessages(page.Messages);
        results.push(...(page.MetricDataResults ?? []));
      }
      return minutesOf(results);
    },
  };
}

/** Each query bears the name of its counter as its id. */
function queries({ modelName, functionName, functionVersion }: Version): MetricDataQuery[] {
  const executed = {
    FunctionName: functionName,
    Resource: `${functionName}:${LIVE_ALIAS}`,
    ExecutedVersion: functionVersion,
  };
  const own = {
    [metricDimensions.service]: METRIC_SERVICE,
    [metricDimensions.model]: modelName,
    [metricDimensions.functionVersion]: functionVersion,
  };
  return [
    ...Object.entries(lambdaCounters).map(([id, name]) => sumPerMinute(id, 'AWS/Lambda', name, executed)),
    ...Object.entries(ownCounters).map(([id, name]) => sumPerMinute(id, METRIC_NAMESPACE, name, own)),
  ];
}

function sumPerMinute(
  id: string,
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
): MetricDataQuery {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: namespace, MetricName: name, Dimensions };
  return { Id: id, MetricStat: { Metric, Period: 60, Stat: 'Sum' } };
}

function minutesOf(results: readonly MetricDataResult[]): MinuteCounts[] {
  const minutes = new Map<Timestamp, Record<Counter, number>>();
  for (const counter of Object.keys(noMinuteCounts) as Counter[]) {
    for (const { minute, count } of pointsOf(counter, results)) {
      const counts = minutes.get(minute) ?? { ...noMinuteCounts };
      minutes.set(minute, { ...counts, [counter]: counts[counter] + count });
    }
  }
  return [...minutes]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([minute, counts]) => ({ minute, ...counts }));
}

/** Points of one counter over all pages; the last page that mentions it says whether they are all. */
function pointsOf(counter: Counter, results: readonly MetricDataResult[]) {
  const own = results.filter(({ Id }) => Id === counter);
  const status = own.at(-1)?.StatusCode;
  if (status !== 'Complete') {
    throw new MetricsIncomplete(`counts of ${counter} should be complete, got ${status ?? 'none'}: ask again`);
  }
  return own.flatMap(({ Timestamps = [], Values = [], Messages }) => {
    refuseMessages(Messages);
    return Timestamps.map((time, index) => ({ minute: timestamp(time.getTime()), count: Values[index] ?? 0 }));
  });
}

function refuseMessages(messages: readonly MessageData[] = []): void {
  if (messages.length === 0) return;
  const texts = messages.map(({ Code, Value }) => `${Code}: ${Value}`).join('; ');
  throw new MetricsIncomplete(`counts should come back without remarks, got ${texts}`);
}
