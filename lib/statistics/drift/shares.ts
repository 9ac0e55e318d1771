/** Each count as a share of their sum; null where that is 0. Throws a RangeError for a count that is not 0 or more. */
function sharesOf(counts: readonly number[]): number[] | null {
  const negative = counts.find((count) => !(count >= 0));
  if (negative !== undefined) throw new RangeError(`'counts' should be 0 or more, got ${negative}`);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total === 0 ? null : counts.map((count) => count / total);
}

/**
 * The shares of two samples, bin by bin; null where one of them is empty. Throws a RangeError for counts of different
 * bins.
 */
export function pairedShares(
  reference: readonly number[],
  current: readonly number[],
): (readonly [reference: number, current: number])[] | null {
  if (reference.length !== current.length) {
    throw new RangeError(`'current' should have a count for each of ${reference.length} bins, got ${current.length}`);
  }
  const [expected, actual] = [sharesOf(reference), sharesOf(current)];
  if (expected === null || actual === null) return null;
  return expected.map((share, bin) => [share, actual[bin] ?? 0]);
}
