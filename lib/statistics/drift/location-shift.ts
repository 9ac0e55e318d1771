import { brentRoot } from '../brent-root.ts';
import { normalQuantile } from '../distributions/normal.ts';
import type { Interval } from '../interval.ts';
import { rankLead } from './mann-whitney.ts';

/** In the unit of the values, as R has it. */
const TOLERANCE = 1e-4;

export interface LocationShift {
  /** Hodges and Lehmann's estimate: by how much the sample's values are larger. */
  readonly estimate: number;
  readonly interval: Interval;
}

/**
 * By how much a sample is shifted from another, with the interval of shifts that the Mann-Whitney test does not reject,
 * all to 0.0001: by the normal limit with corrections for ties and continuity, found by the root search of R's
 * `wilcox.test(exact = FALSE, conf.int = TRUE)`. Null where a sample is empty, or all values are equal.
 */
export function locationShift(
  sample: readonly number[],
  other: readonly number[],
  confidence: number,
): LocationShift | null {
  const [low, high] = [smallest(sample) - largest(other), largest(sample) - smallest(other)];
  if (sample.length === 0 || other.length === 0 || low === high) return null;
  const rootOf = (target: number, continuity: number) => {
    const valueAt = (shift: number) => {
      const { lead, deviation } = rankLead(
        sample.map((value) => value - shift),
        other,
      );
      return (lead - Math.sign(lead) * continuity) / deviation - target;
    };
    if (valueAt(low) <= 0) return low;
    if (valueAt(high) >= 0) return high;
    return brentRoot(valueAt, { low, high, tolerance: TOLERANCE });
  };
  const quantile = normalQuantile(1 - (1 - confidence) / 2);
  return {
    estimate: rootOf(0, 0),
    interval: { lower: rootOf(quantile, 0.5), upper: rootOf(-quantile, 0.5) },
  };
}

function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}
