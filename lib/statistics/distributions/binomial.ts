import { betaTails } from './beta.ts';
import { binomialMass } from './saddle-point.ts';
import type { Tails } from './tail-quantile.ts';

/** Chance of at most k successes in n trials; throws a RangeError for a chance p outside 0 to 1, or trials below 0. */
export function binomialCdf(k: number, n: number, p: number): number {
  return binomialTails(k, n, p).lower;
}

/** Chance of more than k successes, exact however small it is. */
export function binomialSf(k: number, n: number, p: number): number {
  return binomialTails(k, n, p).upper;
}

/** Chance of just k successes. */
export function binomialPmf(k: number, n: number, p: number): number {
  checkTrials(n, p);
  if (!(Number.isInteger(k) && k >= 0 && k <= n)) return 0;
  return binomialMass({ successes: k, failures: n - k }, { success: p, failure: 1 - p });
}

function binomialTails(k: number, n: number, p: number): Tails {
  checkTrials(n, p);
  const whole = Math.floor(k);
  if (whole < 0) return { lower: 0, upper: 1 };
  if (whole >= n) return { lower: 1, upper: 0 };
  const { lower, upper } = betaTails({ x: p, rest: 1 - p }, whole + 1, n - whole);
  return { lower: upper, upper: lower };
}

function checkTrials(n: number, p: number): void {
  if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`'n' should be a whole number from 0 on, got ${n}`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`'p' should be from 0 to 1, got ${p}`);
}
