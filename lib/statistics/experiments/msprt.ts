import { type Proportion, rateOf } from './proportion.ts';

export interface MixtureRatio {
  readonly difference: number;
  /** Of the difference, if both arms had the proportion of both together. */
  readonly variance: number;
  readonly likelihoodRatio: number;
  /** At this look alone; of several looks the smallest holds. */
  readonly alwaysValidP: number;
}

/**
 * Mixture sequential probability ratio of two proportions with a normal prior of standard deviation tau on their
 * difference: sqrt(V / (V + tau^2)) exp(tau^2 d^2 / (2 V (V + tau^2))), Johari and others 2017. Null where all or none
 * did it.
 */
export function mixtureRatio(canary: Proportion, baseline: Proportion, tau: number): MixtureRatio | null {
  const difference = rateOf(canary) - rateOf(baseline);
  const pooled = (canary.successes + baseline.successes) / (canary.total + baseline.total);
  const variance = pooled * (1 - pooled) * (1 / canary.total + 1 / baseline.total);
  if (!(variance > 0)) return null;
  const whole = variance + tau ** 2;
  const likelihoodRatio = Math.sqrt(variance / whole) * Math.exp((tau * difference) ** 2 / (2 * variance * whole));
  return { difference, variance, likelihoodRatio, alwaysValidP: Math.min(1, 1 / likelihoodRatio) };
}
