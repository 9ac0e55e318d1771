/** Index of the first of some values in rising order that is at least this; their number where none is. */
export function lowerBound(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Number.NaN) >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}
