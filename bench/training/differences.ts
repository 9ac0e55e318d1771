/** The largest distance between two lists of the same length, place by place; NaN where one is not a number. */
export function largestDifference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) {
    throw new RangeError(`both lists should have the same length, got ${one.length} and ${other.length}`);
  }
  let largest = 0;
  for (let place = 0; place < one.length; place += 1) {
    const difference = Math.abs((one[place] as number) - (other[place] as number));
    if (Number.isNaN(difference)) return Number.NaN;
    if (difference > largest) largest = difference;
  }
  return largest;
}
