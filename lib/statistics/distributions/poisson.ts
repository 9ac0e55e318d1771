import { gammaTails } from './gamma.ts';
import type { Tails } from './tail-quantile.ts';

/** Chance of at most k events where `mean` are expected; throws a RangeError for a mean below 0. */
export function poissonCdf(k: number, mean: number): number {
  return poissonTails(k, mean).lower;
}

/** Chance of more than k events, exact however small it is. */
export function poissonSf(k: number, mean: number): number {
  return poissonTails(k, mean).upper;
}

function poissonTails(k: number, mean: number): Tails {
  if (!(mean >= 0)) throw new RangeError(`'mean' should be at least 0, got ${mean}`);
  if (k < 0) return { lower: 0, upper: 1 };
  const { lower, upper } = gammaTails(Math.floor(k) + 1, mean);
  return { lower: upper, upper: lower };
}
