/** Largest shares of what is left out at either end of a distribution. */
const NEGLIGIBLE = 1e-20;

/** Probabilities of a count's being at most each number, and where to begin looking for a probability. */
export interface CountTable {
  readonly cumulative: Float64Array;
  readonly starts: Int32Array;
}

/** Counts of events that happen independently of each other. */
export function poissonTable(mean: number): CountTable {
  return tableAround(Math.floor(mean), (count) => mean / (count + 1));
}

/** Counts that clump: negative binomial whose mean itself varies with this coefficient of variation. */
export function clumpedTable(mean: number, variation: number): CountTable {
  const size = variation ** -2;
  const failing = mean / (mean + size);
  const mode = Math.max(0, Math.floor(((size - 1) * failing) / (1 - failing)));
  return tableAround(mode, (count) => ((count + size) / (count + 1)) * failing);
}

/** By inverting the distribution: the smallest count whose cumulative probability exceeds the uniform number. */
export function countAt({ cumulative, starts }: CountTable, uniform: number): number {
  let count = starts[Math.floor(uniform * starts.length)] ?? 0;
  while (uniform >= (cumulative[count] ?? 1)) count += 1;
  return count;
}

/** From the ratios of the probabilities of count + 1 and count; sums from the tails, where the terms are small. */
function tableAround(mode: number, ratioAfter: (count: number) => number): CountTable {
  const below: number[] = [];
  for (let count = mode - 1, weight = 1; count >= 0 && weight > NEGLIGIBLE; count -= 1) {
    weight /= ratioAfter(count);
    below.push(weight);
  }
  const above: number[] = [];
  for (let count = mode, weight = 1; weight > NEGLIGIBLE; count += 1) {
    weight *= ratioAfter(count);
    above.push(weight);
  }
  const first = mode - below.length;
  const weights = [...below.reverse(), 1, ...above];
  const total = weights.toSorted((one, other) => one - other).reduce((sum, weight) => sum + weight, 0);
  const cumulative = new Float64Array(first + weights.length);
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    sum += weight;
    cumulative[first + index] = sum / total;
  }
  return { cumulative, starts: startsOf(cumulative) };
}

/** For each of as many equal parts of the unit interval, the count of its lower end. */
function startsOf(cumulative: Float64Array): Int32Array {
  let count = 0;
  return Int32Array.from({ length: 4096 }, (_, part) => {
    while (part / 4096 >= (cumulative[count] ?? 1)) count += 1;
    return count;
  });
}
