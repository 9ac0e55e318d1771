import type { SeededRandom } from '../seeded-random.ts';
import type { Retrier } from './definition.ts';
import { matchesError } from './state-failure.ts';

const DEFAULTS = { IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2, MaxDelaySeconds: Number.POSITIVE_INFINITY };

/** The retries of one visit to a state: every retrier counts for itself. */
export class RetryPlan {
  private readonly retriers: readonly Retrier[];
  private readonly jitter: SeededRandom;
  private readonly attempts: number[];

  constructor(retriers: readonly Retrier[], jitter: SeededRandom) {
    this.retriers = retriers;
    this.jitter = jitter;
    this.attempts = retriers.map(() => 0);
  }

  /** Milliseconds until the next attempt; undefined when the first retrier that matches is exhausted, or none matches. */
  nextDelay(error: string | undefined): number | undefined {
    const index = this.retriers.findIndex(({ ErrorEquals: names }) => matchesError(names, error));
    const retrier = this.retriers[index];
    const attempt = this.attempts[index] ?? 0;
    if (retrier === undefined || attempt >= (retrier.MaxAttempts ?? DEFAULTS.MaxAttempts)) return undefined;
    this.attempts[index] = attempt + 1;
    const seconds = delaySeconds(retrier, attempt);
    return Math.round(1000 * (retrier.JitterStrategy === 'FULL' ? seconds * this.jitter.next() : seconds));
  }
}

function delaySeconds(retrier: Retrier, attempt: number): number {
  const { IntervalSeconds: interval, BackoffRate: rate, MaxDelaySeconds: longest } = { ...DEFAULTS, ...retrier };
  return Math.min(interval * rate ** attempt, longest);
}
