import { between, quantilePlace } from '../quantiles.ts';
import { lowerBound } from './lower-bound.ts';
import { finiteValues, rankedValues } from './ranked-values.ts';

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
  return decileBins(Float64Array.from(values, (value) => value ?? Number.NaN)).edges;
}

/** The same edges, and how the values themselves fall into the bins; whatever is not finite is missing. */
export function decileBins(values: Float64Array): BinCounts & { readonly edges: number[] } {
  const present = finiteValues(values);
  const missing = values.length - present.length;
  if (present.length === 0) return { edges: [], bins: [0], missing };
  const places = Array.from({ length: 9 }, (_, index) => quantilePlace(present.length, (index + 1) / 10));
  const { valueAt, countAtMost } = rankedValues(
    present,
    places.flatMap(({ ranks }) => ranks),
  );
  const deciles = places.map(({ ranks: [low, high], part }) => between(valueAt(low), valueAt(high), part));
  const edges = [...new Set(deciles)];
  const upTo = [...edges.map(countAtMost), present.length];
  return { edges, bins: upTo.map((count, bin) => count - (upTo[bin - 1] ?? 0)), missing };
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

/** How many of the values in each bin are those of rows for which something holds; NaN is in none. */
export function countWhere(
  edges: readonly number[],
  values: ArrayLike<number>,
  holds: (row: number) => boolean,
): number[] {
  const bins = Array.from({ length: edges.length + 1 }, () => 0);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value) || !holds(row)) continue;
    const bin = lowerBound(edges, value);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
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
