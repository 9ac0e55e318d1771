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
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`'probability' should be from 0 to 1, got ${probability}`);
  }
  const position = (sorted.length - 1) * probability;
  const index = Math.floor(position);
  const [low, high] = [sorted[index], sorted[Math.min(index + 1, sorted.length - 1)]];
  if (low === undefined || high === undefined) throw new RangeError("'sorted' should have a value, got none");
  const part = position - index;
  if (part === 0) return low;
  return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
}
