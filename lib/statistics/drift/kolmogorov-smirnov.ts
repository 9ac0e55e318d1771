import { kolmogorovSf } from '../distributions/kolmogorov.ts';
import { presentSorted } from '../quantiles.ts';
import { pairedShares } from './shares.ts';

/** Pairs of values up to which every path is followed. */
const MOST_PAIRS_EXACT = 250_000;

export interface KolmogorovSmirnovTest {
  /** Largest difference of the two distribution functions, 0 to 1. */
  readonly distance: number;
  readonly pValue: number;
}

/** Two-sample Kolmogorov-Smirnov test of the values that are not missing; null where a sample has none. */
export function kolmogorovSmirnov(
  reference: readonly (number | null)[],
  current: readonly (number | null)[],
): KolmogorovSmirnovTest | null {
  const [one, other] = [presentSorted(reference), presentSorted(current)];
  const [n, m] = [one.length, other.length];
  if (n === 0 || m === 0) return null;
  const distance = largestGap(one, other) / (n * m);
  return { distance, pValue: kolmogorovSmirnovP(distance, n, m) };
}

/** Chance of a distance of at least this between samples of n and m values: exact for small ones, else its limit. */
export function kolmogorovSmirnovP(distance: number, n: number, m: number): number {
  const isSmall = n * m <= MOST_PAIRS_EXACT;
  return isSmall ? kolmogorovSmirnovExactP(distance, n, m) : kolmogorovSf(Math.sqrt((n * m) / (n + m)) * distance);
}

/**
 * Chance of a distance of at least this between samples of n and m values of one continuous distribution. All orders of
 * the values being equally likely, it is the share of lattice paths that go so far from the diagonal; the shares at a
 * point are averages of those at the two before it, so that the tail is a sum of positive terms (Hodges 1958).
 */
export function kolmogorovSmirnovExactP(distance: number, n: number, m: number): number {
  // as a whole number of 1/(nm), lest a difference that just reaches it be missed
  const far = Math.round(distance * n * m);
  if (far <= 0) return 1;
  const shares = new Float64Array(m + 1);
  for (let i = 0; i <= n; i += 1) {
    let before = 0;
    for (let j = 0; j <= m; j += 1) {
      const isFar = Math.abs(i * m - j * n) >= far;
      before = isFar ? 1 : averageOf(shares[j] ?? 0, i, before, j);
      shares[j] = before;
    }
  }
  return shares[m] ?? 0;
}

/**
 * The largest difference of two samples' cumulative shares over bins in rising order, missing values left out: at most
 * their Kolmogorov-Smirnov distance, and known from counts alone. Null where one of them is empty.
 */
export function binnedDistance(reference: readonly number[], current: readonly number[]): number | null {
  const shares = pairedShares(reference, current);
  if (shares === null) return null;
  let [gap, largest] = [0, 0];
  for (const [expected, actual] of shares) {
    gap += actual - expected;
    largest = Math.max(largest, Math.abs(gap));
  }
  return largest;
}

/** The largest difference of the distribution functions, times nm: a whole number. */
function largestGap(one: readonly number[], other: readonly number[]): number {
  let [i, j, largest] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const value = Math.min(one[i] ?? Number.NaN, other[j] ?? Number.NaN);
    while (one[i] === value) i += 1;
    while (other[j] === value) j += 1;
    largest = Math.max(largest, Math.abs(i * other.length - j * one.length));
  }
  return largest;
}

function averageOf(one: number, weight: number, other: number, otherWeight: number): number {
  return weight + otherWeight === 0 ? 0 : (one * weight + other * otherWeight) / (weight + otherWeight);
}
