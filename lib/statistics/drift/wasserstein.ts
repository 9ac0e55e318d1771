import { presentSorted } from '../quantiles.ts';

/** Standard deviation that a more constant reference counts as. */
const SMALLEST_DEVIATION = 1e-3;

/**
 * Wasserstein-1 distance of the values that are not missing: the area between the two distribution functions, in the unit
 * of the values. Null where a sample has none.
 */
export function wassersteinDistance(
  reference: readonly (number | null)[],
  current: readonly (number | null)[],
): number | null {
  const [one, other] = [presentSorted(reference), presentSorted(current)];
  if (one.length === 0 || other.length === 0) return null;
  return areaBetween(one, other);
}

/** The distance in standard deviations of the reference (by rows), at least 0.001; null where a sample has no value. */
export function standardizedWasserstein(
  reference: readonly (number | null)[],
  current: readonly (number | null)[],
): number | null {
  const distance = wassersteinDistance(reference, current);
  return distance === null ? null : distance / Math.max(deviationOf(presentSorted(reference)), SMALLEST_DEVIATION);
}

function areaBetween(one: readonly number[], other: readonly number[]): number {
  let [i, j, area] = [0, 0, 0];
  while (i < one.length || j < other.length) {
    const from = nextValue(one, i, other, j);
    while (one[i] === from) i += 1;
    while (other[j] === from) j += 1;
    const gap = Math.abs(i / one.length - j / other.length);
    if (gap > 0) area += gap * (nextValue(one, i, other, j) - from);
  }
  return area;
}

function nextValue(one: readonly number[], i: number, other: readonly number[], j: number): number {
  return Math.min(one[i] ?? Number.POSITIVE_INFINITY, other[j] ?? Number.POSITIVE_INFINITY);
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
