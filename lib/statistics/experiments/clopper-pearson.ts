import { betaQuantile } from '../distributions/beta.ts';
import type { Interval } from '../interval.ts';
import { rateOf } from './proportion.ts';

/** Exact interval of one proportion (Clopper and Pearson 1934): it never covers too rarely, and is wide for few units. */
export function clopperPearsonInterval(successes: number, total: number, confidence: number): Interval {
  return {
    lower: clopperPearsonLower(successes, total, (1 - confidence) / 2),
    upper: successes === total ? 1 : betaQuantile((1 + confidence) / 2, successes + 1, total - successes),
  };
}

/** One-sided bound: a smaller proportion would have given as many successes with a chance below alpha. */
export function clopperPearsonLower(successes: number, total: number, alpha: number): number {
  rateOf({ successes, total });
  return successes === 0 ? 0 : betaQuantile(alpha, successes, total - successes + 1);
}
