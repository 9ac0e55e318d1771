import type { AlarmAction } from '../../../lib/local/cloudwatch/alarm-notifications.ts';
import { createCloudWatch } from '../../../lib/local/cloudwatch/cloudwatch.ts';
import type { MetricDatum } from '../../../lib/local/cloudwatch/metric-datum.ts';
import { EventLog } from '../../../lib/local/event-log.ts';
import type { BusEvent } from '../../../lib/local/events/bus-event.ts';
import { seededRandom } from '../../../lib/local/seeded-random.ts';
import { VirtualClock } from '../../../lib/local/virtual-clock.ts';

export const MINUTE = 60_000;
export const START = Date.UTC(2026, 10, 21, 8);
export const caller = { id: 'test' };

/** CloudWatch at 08:00 of a virtual day or another time, with all that it says. */
export function cloudWatchSetUp(start = START, clock = new VirtualClock(start)) {
  const log = new EventLog(() => clock.now());
  const [events, actions]: [BusEvent[], AlarmAction[]] = [[], []];
  const cloudWatch = createCloudWatch({
    clock,
    log,
    random: seededRandom('test'),
    publish: (event) => events.push(event),
    act: (action) => actions.push(action),
  });
  const call = async (operation: string, input: Record<string, unknown>) =>
    cloudWatch.operations[operation]?.(input, caller) as Promise<Record<string, never>>;
  return {
    clock,
    log,
    cloudWatch,
    events,
    actions,
    call,
    /** Moves on to so many minutes after the start. */
    until: (minutes: number) => clock.runUntil(start + minutes * MINUTE),
    put: (value: number, of: Partial<MetricDatum> = {}) =>
      cloudWatch.putMetric({ ...load, value, time: clock.now(), ...of }),
  };
}

export const load = { namespace: 'App', name: 'Load', dimensions: {}, storageResolution: 60 } as const;

/** Properties of an alarm on the sum of that metric: above 10 in two minutes of three. */
export const loadAlarm = {
  Namespace: 'App',
  MetricName: 'Load',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 10,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
};
