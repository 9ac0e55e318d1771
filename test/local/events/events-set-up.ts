import { AwsError } from '../../../lib/local/aws-error.ts';
import { EventLog } from '../../../lib/local/event-log.ts';
import type { BusEvent } from '../../../lib/local/events/bus-event.ts';
import { DeadLetterQueues } from '../../../lib/local/events/dead-letter-queues.ts';
import type { DeliveryContext } from '../../../lib/local/events/event-bus.ts';
import { type Fault, FaultPlan } from '../../../lib/local/fault-plan.ts';
import { seededRandom } from '../../../lib/local/seeded-random.ts';
import { VirtualClock } from '../../../lib/local/virtual-clock.ts';

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const DAY = 86_400_000;
export const START = Date.UTC(2026, 10, 21, 8);
export const caller = { id: 'test' };
export const functionArn = 'arn:aws:lambda:eu-central-1:111122223333:function:reconcile';

interface Delivered {
  /** Seconds after the start. */
  readonly at: number;
  readonly target: string;
  readonly input: string;
  readonly context: DeliveryContext;
}

export interface SetUpOptions {
  readonly faults?: readonly Fault[];
  readonly start?: number;
  readonly seed?: string;
}

/** A clock, a log, queues, and targets that take everything unless they are told to fail. */
export function eventsSetUp({ faults = [], start = START, seed = 'test' }: SetUpOptions = {}) {
  const clock = new VirtualClock(start);
  const log = new EventLog(() => clock.now());
  const deadLetters = new DeadLetterQueues({ now: () => clock.now(), log });
  const queueArn = deadLetters.put('undelivered');
  const delivered: Delivered[] = [];
  const failures: Error[] = [];
  const deliver = async (target: string, input: string, context: DeliveryContext) => {
    delivered.push({ at: (clock.now() - start) / SECOND, target, input, context });
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
  };
  const options = { clock, log, random: seededRandom(seed), faults: new FaultPlan(faults), deadLetters, deliver };
  return { ...options, options, queueArn, delivered, failures, until: (time: number) => clock.runUntil(start + time) };
}

export function unavailable(): AwsError {
  return new AwsError('ServiceUnavailable', 'try later', 503);
}

export function busEvent(over: Partial<BusEvent> = {}): BusEvent {
  return {
    version: '0',
    id: 'event-1',
    'detail-type': 'Test',
    source: 'test',
    account: '111122223333',
    time: '2026-11-21T08:00:00Z',
    region: 'eu-central-1',
    resources: [],
    detail: { name: 'a' },
    ...over,
  };
}
