/** Values in rising order without the missing ones: null, and what is not a number. */
export function presentSorted(values: readonly (number | null)[]): number[] {
  const present = values.filter((value): value is number => value !== null && !Number.isNaN(value));
  // typed, since the difference of two infinite values has no sign
  return Array.from(Float64Array.from(present).sort());
}

/**
 * Quantile of values in rising order, a straight line between neighbours: type 7 of Hyndman and Fan (1996), rounded as
 * NumPy does, whose quantiles therefore fall on the same side of a value. Throws a RangeError without a value, or for a
 * probability outside 0 to 1.
 */
export function quantile(sorted: readonly number[], probability: number): number {
  const { ranks, part } = quantilePlace(sorted.length, probability);
  const [low, high] = ranks.map((rank) => sorted[rank]);
  if (low === undefined || high === undefined) throw new RangeError("'sorted' should have a value, got none");
  return between(low, high, part);
}

/** Between which two ranks (from 0) of so many values a quantile lies, and how far from the first to the second. */
export function quantilePlace(
  values: number,
  probability: number,
): { readonly ranks: readonly [number, number]; readonly part: number } {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`'probability' should be from 0 to 1, got ${probability}`);
  }
  const position = (values - 1) * probability;
  const rank = Math.floor(position);
  return { ranks: [rank, Math.min(rank + 1, values - 1)], part: position - rank };
}

/** The quantile that lies this far from one value to the next. */
export function between(low: number, high: number, part: number): number {
  if (part === 0) return low;
  return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
}
