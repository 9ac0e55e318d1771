import { AwsError } from '../aws-error.ts';
import type { EventLog } from '../event-log.ts';
import type { FaultPlan } from '../fault-plan.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { BusEvent } from './bus-event.ts';
import type { DeadLetterQueues } from './dead-letter-queues.ts';
import { Deliveries, type DeliveryFailure } from './deliveries.ts';
import type { EventRule, RuleTarget } from './event-rules.ts';
import { isDeliverable } from './target-input.ts';

/** Where a delivery comes from. */
export interface DeliveryContext {
  /** Service that delivers: `events` or `scheduler`. */
  readonly source: string;
  /** Logical id of the rule or the schedule. */
  readonly origin: string;
  /** Counts from 1. */
  readonly attempt: number;
}

/** Hands an input, JSON text, to what an ARN names. Rejects with an `AwsError` when that does not take it. */
export type Deliver = (targetArn: string, input: string, context: DeliveryContext) => Promise<void>;

export interface EventBusOptions {
  readonly clock: VirtualClock;
  readonly log: EventLog;
  readonly random: SeededRandom;
  readonly faults: FaultPlan;
  readonly deadLetters: Pick<DeadLetterQueues, 'send'>;
  readonly deliver: Deliver;
}

/** The default bus: what is put on it goes to the targets of every rule that it matches, at least once. */
export class EventBus {
  private readonly options: EventBusOptions;
  private readonly deliveries: Deliveries;
  private readonly rules = new Map<string, EventRule>();

  constructor(options: EventBusOptions) {
    this.options = options;
    this.deliveries = new Deliveries({ ...options, random: options.random.fork('events') });
  }

  /** Creates or changes a rule. */
  putRule(rule: EventRule): void {
    this.rules.set(rule.name, rule);
  }

  removeRule(name: string): void {
    this.rules.delete(name);
  }

  /** In the order of their creation. */
  list(): EventRule[] {
    return [...this.rules.values()];
  }

  put(event: BusEvent): void {
    const matching = this.list().filter(({ enabled, matches }) => enabled && matches({ ...event }));
    const rules = matching.map(({ name }) => name);
    const { id, source, 'detail-type': detailType } = event;
    this.options.log.record('events', 'event', { id, source, detailType, rules });
    for (const rule of matching) for (const target of rule.targets) this.send(event, rule, target);
  }

  private send(event: BusEvent, rule: EventRule, target: RuleTarget): void {
    const { clock, log, deliver } = this.options;
    const ingestionTime = new Date(clock.now()).toISOString();
    const input = target.input(event, { ruleArn: rule.arn, ruleName: rule.name, ingestionTime });
    const what = { event: event.id, rule: rule.name, target: target.arn };
    this.deliveries.start({
      point: `events:deliver:${rule.logicalId}`,
      policy: target.policy,
      attempt: async (attempt) => {
        if (!isDeliverable(input)) throw new AwsError('INVALID_JSON', 'Invalid input for target.');
        await deliver(target.arn, input, { source: 'events', origin: rule.logicalId, attempt });
      },
      delivered: (attempt) => log.record('events', 'delivered', { ...what, attempt }),
      givenUp: (failure) => {
        log.record('events', 'undelivered', { ...what, ...failure });
        this.bury(rule, target, input, failure);
      },
    });
  }

  private bury(rule: EventRule, target: RuleTarget, input: string, failure: DeliveryFailure): void {
    if (target.deadLetterArn === null) return;
    this.options.deadLetters.send(target.deadLetterArn, input, {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.arn,
      ...failureAttributes(failure),
    });
  }
}

/** What EventBridge says on a dead letter about why it is one. */
export function failureAttributes({ code, message, retries, exhausted }: DeliveryFailure): Record<string, string> {
  return {
    ERROR_CODE: code,
    ERROR_MESSAGE: message,
    RETRY_ATTEMPTS: String(retries),
    ...(exhausted === null ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
  };
}
