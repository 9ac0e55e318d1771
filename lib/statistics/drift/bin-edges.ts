import { presentSorted, quantile } from '../quantiles.ts';
import { lowerBound } from './lower-bound.ts';

/** How many values fell into each bin, and how many there were without a value; counts of several writers add up. */
export interface BinCounts {
  readonly bins: readonly number[];
  readonly missing: number;
}

/** The counts of two samples, bin by bin. */
export interface PairedCounts {
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** The distinct deciles of the values that are not missing, rising: edges of at most ten bins. */
export function decileEdges(values: readonly (number | null)[]): number[] {
  const sorted = presentSorted(values).filter(Number.isFinite);
  if (sorted.length === 0) return [];
  const deciles = Array.from({ length: 9 }, (_, index) => quantile(sorted, (index + 1) / 10));
  return [...new Set(deciles)];
}

/** Counts by the bins up to and including each edge, and the one above the last; null and NaN are missing. */
export function countBins(edges: readonly number[], values: readonly (number | null)[]): BinCounts {
  const bins = Array.from({ length: edges.length + 1 }, () => 0);
  let missing = 0;
  for (const value of values) {
    if (value === null || Number.isNaN(value)) missing += 1;
    else {
      const index = lowerBound(edges, value);
      bins[index] = (bins[index] ?? 0) + 1;
    }
  }
  return { bins, missing };
}

/**
 * Both samples' bins, with one more for missing values unless neither has one. Throws a RangeError for samples that were
 * not counted by the same edges.
 */
export function pairBins(reference: BinCounts, current: BinCounts): PairedCounts {
  if (reference.bins.length !== current.bins.length) {
    throw new RangeError(
      `'current' should have the ${reference.bins.length} bins of the reference, got ${current.bins.length}`,
    );
  }
  if (reference.missing + current.missing === 0) return { reference: reference.bins, current: current.bins };
  return {
    reference: [...reference.bins, reference.missing],
    current: [...current.bins, current.missing],
  };
}
