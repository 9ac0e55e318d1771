import { PropertyReader } from '../../../lib/local/cloudwatch/read-properties.ts';
import { readSchedule } from '../../../lib/local/events/schedule.ts';
import { Scheduler } from '../../../lib/local/events/scheduler.ts';
import { schedulerOperations } from '../../../lib/local/events/scheduler-operations.ts';
import { caller, eventsSetUp, functionArn, type SetUpOptions } from './events-set-up.ts';

export const everyFive = {
  ScheduleExpression: 'rate(5 minutes)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: functionArn, Input: '{"time":"<aws.scheduler.scheduled-time>"}', RoleArn: 'role' },
};

/** A scheduler with one schedule, every five minutes unless the properties say something else. */
export function schedulerSetUp(
  properties: Record<string, unknown> = {},
  target: Record<string, unknown> = {},
  options: SetUpOptions = {},
) {
  const runtime = eventsSetUp(options);
  const scheduler = new Scheduler(runtime.options);
  const place = (name: string, own: Record<string, unknown>) =>
    scheduler.put(
      readSchedule(new PropertyReader(name, own), name, { name, properties: own, created: runtime.clock.now() }),
    );
  const own = { ...everyFive, ...properties, Target: { ...everyFive.Target, ...target } };
  place('Reconcile', own);
  const operations = schedulerOperations(scheduler);
  const call = async (operation: string, input: Record<string, unknown>) =>
    operations[operation]?.(input, caller) as Promise<Record<string, unknown>>;
  return { ...runtime, scheduler, place, call, own, minutes: () => runtime.delivered.map(({ at }) => at / 60) };
}
