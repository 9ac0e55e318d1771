import { z } from 'zod';
import type { InMemoryAlarms } from '../../in-memory/in-memory-alarms.ts';
import type { InMemoryReleaseMetrics } from '../../in-memory/in-memory-release-metrics.ts';
import { getMetricData } from './cloudwatch-metric-data.ts';
import { type JsonProtocol, type Operation, ServiceError, startJsonWire } from './json-wire.ts';

export const cloudWatchProtocol: JsonProtocol = {
  version: '1.0',
  target: 'GraniteServiceVersion20100801',
  queryMode: true,
};

/** So few that a test with a handful of alarms turns the page. */
const ALARMS_PER_PAGE = 2;

const describeInput = z.object({
  AlarmNames: z.array(z.string()).max(100).optional(),
  AlarmTypes: z.array(z.enum(['MetricAlarm', 'CompositeAlarm'])).default(['MetricAlarm']),
  NextToken: z.string().default('0'),
});

const contributorsInput = z.object({ AlarmName: z.string(), NextToken: z.string().default('0') });

/** CloudWatch as the SDK speaks it, in front of metrics and alarms in memory. */
export function startCloudWatchWire(metrics: InMemoryReleaseMetrics, alarms: InMemoryAlarms) {
  return startJsonWire(cloudWatchProtocol, {
    GetMetricData: async (request) => getMetricData(metrics, request),
    DescribeAlarms: describeAlarms(alarms),
    DescribeAlarmContributors: describeContributors(alarms),
  });
}

function describeAlarms({ alarms }: InMemoryAlarms): Operation {
  return async (request) => {
    const { AlarmNames, AlarmTypes, NextToken } = describeInput.parse(request);
    const asked = [...alarms].filter(
      ([name, { composite }]) =>
        (AlarmNames?.includes(name) ?? true) && AlarmTypes.includes(composite ? 'CompositeAlarm' : 'MetricAlarm'),
    );
    const { items, next } = page(asked, NextToken);
    const described = (composite: boolean) =>
      items
        .filter(([, alarm]) => (alarm.composite ?? false) === composite)
        .map(([name, { state }]) => ({ AlarmName: name, StateValue: state, StateUpdatedTimestamp: 1_767_571_200 }));
    return { MetricAlarms: described(false), CompositeAlarms: described(true), ...next };
  };
}

function describeContributors({ alarms }: InMemoryAlarms): Operation {
  return async (request) => {
    const { AlarmName, NextToken } = contributorsInput.parse(request);
    const alarm = alarms.get(AlarmName);
    if (alarm === undefined) throw new ServiceError('ResourceNotFoundException', `no alarm ${AlarmName}`, 404);
    const { items, next } = page(alarm.accused ?? [], NextToken);
    const contributors = items.map((version) => ({
      ContributorId: `contributor-${version}`,
      ContributorAttributes: version === '' ? {} : { ExecutedVersion: version },
      StateReason: 'threshold crossed',
    }));
    return { AlarmContributors: contributors, ...next };
  };
}

function page<Item>(items: readonly Item[], token: string) {
  const start = Number(token);
  const end = start + ALARMS_PER_PAGE;
  return { items: items.slice(start, end), next: end < items.length ? { NextToken: String(end) } : {} };
}
