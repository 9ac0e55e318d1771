import { AwsError } from '../aws-error.ts';
import type { Fault, FaultPlan } from '../fault-plan.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** Why a delivery was given up. */
export interface DeliveryFailure {
  readonly code: string;
  readonly message: string;
  /** Attempts after the first. */
  readonly retries: number;
  /** The limit that was reached; null when there was no use in trying again. */
  readonly exhausted: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' | null;
}

export interface Delivery {
  /** Where faults may hit it, such as `events:deliver:MyRule`. */
  readonly point: string;
  readonly policy: RetryPolicy;
  /** Hands over once; attempts count from 1. An `AwsError` is a failed attempt, anything else a defect of the run. */
  readonly attempt: (attempt: number) => Promise<void>;
  readonly delivered: (attempt: number) => void;
  readonly givenUp: (failure: DeliveryFailure) => void;
}

interface FailedAttempt {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

export interface DeliveriesOptions {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly faults: FaultPlan;
}

const SECOND = 1_000;
const LONGEST_DELAY = 300 * SECOND;
const FAULT_DELAY = SECOND;
const throttling = ['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'RequestLimitExceeded'];

/**
 * Hands things over at least once: each in its own time, again and again by its policy, with back-off. AWS does not
 * publish its back-off; here it doubles from a second to five minutes, with jitter from the seed.
 */
export class Deliveries {
  private readonly clock: VirtualClock;
  private readonly random: SeededRandom;
  private readonly faults: FaultPlan;

  constructor({ clock, random, faults }: DeliveriesOptions) {
    this.clock = clock;
    this.random = random.fork('delivery back-off');
    this.faults = faults;
  }

  /** Begins after everything that is already due. */
  start(delivery: Delivery): void {
    const fail = (error: unknown) => {
      this.clock.schedule(0, delivery.point, () => {
        throw error;
      });
    };
    this.clock.schedule(0, delivery.point, () => void this.run(delivery).catch(fail));
  }

  private async run(delivery: Delivery): Promise<void> {
    const since = this.clock.now();
    for (let attempt = 1; ; attempt += 1) {
      const failed = await this.attempt(delivery, attempt);
      if (failed === null) return delivery.delivered(attempt);
      const delay = this.backOff(attempt);
      const age = this.clock.now() + delay - since;
      const exhausted = exhaustedLimit(delivery.policy, attempt, age);
      if (!failed.retryable || exhausted !== null) {
        const { code, message } = failed;
        return delivery.givenUp({
          code,
          message,
          retries: attempt - 1,
          exhausted: failed.retryable ? exhausted : null,
        });
      }
      await this.clock.sleep(delay);
    }
  }

  private backOff(attempt: number): number {
    const longest = Math.min(SECOND * 2 ** (attempt - 1), LONGEST_DELAY);
    return Math.round(longest * (0.5 + this.random.next() / 2));
  }

  /** One attempt, with what goes wrong according to plan. */
  private async attempt(delivery: Delivery, attempt: number): Promise<FailedAttempt | null> {
    const fault = this.faults.next(delivery.point);
    const refused = refusedBy(fault);
    if (refused !== null) return refused;
    if (fault?.kind === 'delay') await this.clock.sleep(fault.milliseconds ?? FAULT_DELAY);
    const failed = await handOver(delivery, attempt);
    if (fault === undefined || fault.kind === 'delay') return failed;
    return this.afterwards(delivery, attempt, fault);
  }

  /** The target has got it, but the sender does not know, or sends it twice. */
  private async afterwards(delivery: Delivery, attempt: number, fault: Fault): Promise<FailedAttempt | null> {
    if (fault.kind === 'duplicate') {
      await this.clock.sleep(0);
      return handOver(delivery, attempt);
    }
    if (fault.kind === 'time-out') await this.clock.sleep(fault.milliseconds ?? FAULT_DELAY);
    return { code: 'InternalFailure', message: `planned fault: ${fault.kind}`, retryable: true };
  }
}

function exhaustedLimit({ maximumRetries, maximumAgeSeconds }: RetryPolicy, attempt: number, age: number) {
  if (attempt > maximumRetries) return 'MaximumRetryAttempts';
  return age > maximumAgeSeconds * SECOND ? 'MaximumEventAgeInSeconds' : null;
}

/** Faults that keep the target from getting anything. */
function refusedBy(fault: Fault | undefined): FailedAttempt | null {
  if (fault?.kind === 'throttle') return { code: 'ThrottlingException', message: 'planned throttle', retryable: true };
  const lost = fault?.kind === 'fail-before' || fault?.kind === 'crash';
  return lost ? { code: 'InternalFailure', message: `planned fault: ${fault.kind}`, retryable: true } : null;
}

async function handOver({ attempt }: Delivery, number: number): Promise<FailedAttempt | null> {
  try {
    await attempt(number);
    return null;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, message, status } = error;
    return { code, message, retryable: status >= 500 || status === 429 || throttling.includes(code) };
  }
}
