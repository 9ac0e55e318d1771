import { normalQuantile } from '../distributions/normal.ts';
import type { Interval } from '../interval.ts';
import { rateOf } from './proportion.ts';

/**
 * Interval of one proportion by the score test (Wilson 1927): (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n). Throws
 * a RangeError without a unit, or with more successes than units.
 */
export function wilsonInterval(successes: number, total: number, confidence: number): Interval {
  rateOf({ successes, total });
  const z = -normalQuantile((1 - confidence) / 2);
  const rate = successes / total;
  const spread = (z * z) / total;
  const larger = rate + spread / 2 + z * Math.sqrt((rate * (1 - rate)) / total + spread / total / 4);
  // the smaller root of the quadratic equation from the larger one, so that none of its digits cancel
  return { lower: successes === 0 ? 0 : (rate * rate) / larger, upper: Math.min(larger / (1 + spread), 1) };
}
