import { normalQuantile } from '../distributions/normal.ts';
import type { Interval } from '../interval.ts';
import { sampleMean, sampleVariance } from '../sample-moments.ts';

export interface Estimate {
  readonly value: number;
  readonly standardError: number;
}

/** Mean of the differences of paired rows, with sd / √n as its standard error; null for fewer than two rows. */
export function pairedMean(differences: readonly number[]): Estimate | null {
  const [value, variance] = [sampleMean(differences), sampleVariance(differences)];
  if (value === null || variance === null) return null;
  return { value, standardError: Math.sqrt(variance / differences.length) };
}

/** value ± z se: two-sided, as far as the estimate is normal. Throws a RangeError for a confidence outside 0 to 1. */
export function normalInterval({ value, standardError }: Estimate, confidence: number): Interval {
  if (!(confidence >= 0 && confidence < 1)) {
    throw new RangeError(`'confidence' should be from 0 to below 1, for example 0.9, got ${confidence}`);
  }
  const reach = standardError === 0 ? 0 : -normalQuantile((1 - confidence) / 2) * standardError;
  return { lower: value - reach, upper: value + reach };
}
