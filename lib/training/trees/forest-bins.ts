const MOST_CUTS = 254;
const MOST_SAMPLED = 100_000;

/**
 * Ascending values that part the rows of a column into bins: between all neighbours where there are few distinct values,
 * else where the number of rows passes the next 255th. Of at most 100,000 evenly spaced rows, without the missing.
 */
export function quantileCuts(column: Float32Array): Float32Array {
  const sorted = presentSample(column).sort();
  const distinct = distinctValues(sorted);
  const middle = (index: number) => between(distinct.values[index] as number, distinct.values[index + 1] as number);
  const last = distinct.values.length - 1;
  if (last <= MOST_CUTS) return Float32Array.from({ length: Math.max(0, last) }, (_, index) => middle(index));
  const cuts: number[] = [];
  const share = sorted.length / (MOST_CUTS + 1);
  let next = share;
  for (let index = 0; index < last; index += 1) {
    const count = distinct.ends[index] as number;
    if (count < next) continue;
    cuts.push(middle(index));
    next = (Math.floor(count / share) + 1) * share;
  }
  return Float32Array.from(cuts);
}

function presentSample(column: Float32Array): Float32Array {
  const stride = Math.max(1, column.length / MOST_SAMPLED);
  const sample = new Float32Array(Math.min(column.length, MOST_SAMPLED));
  let count = 0;
  for (let i = 0; i < sample.length; i += 1) {
    const value = column[Math.floor(i * stride)] as number;
    if (Number.isNaN(value)) continue;
    sample[count] = value;
    count += 1;
  }
  return sample.subarray(0, count);
}

/** Different values of a sorted array, and how many entries there are up to the end of each. */
function distinctValues(sorted: Float32Array): { readonly values: number[]; readonly ends: number[] } {
  const values: number[] = [];
  const ends: number[] = [];
  for (let i = 0; i < sorted.length; i += 1) {
    if (sorted[i] === sorted[i + 1]) continue;
    values.push(sorted[i] as number);
    ends.push(i + 1);
  }
  return { values, ends };
}

/** In float32, above the lower and at most the upper value. */
function between(lower: number, upper: number): number {
  const middle = Math.fround(lower / 2 + upper / 2);
  // never -0, which would compare the same and be other bits
  return (middle > lower ? middle : upper) + 0;
}
