import { firstAlarm, sharesOf, type Trial } from './trial.ts';

/** Upper 1 % point of the normal distribution: the judge's confidence of .98, two-sided. */
const CONFIDENT_Z = 2.3263478740408408;
/** Of the estimated shift, that the lower bound of the shift has to exceed. */
const TOLERANCE = 0.25;

/** A Kayenta-like judge: Mann-Whitney on the shares of all minutes until now, every hour; it fails what is "high". */
export function comparisonJudge({ day }: Trial) {
  const canary = sharesOf(day.canaryBad, day.canaryTotal);
  const baseline = sharesOf(day.baselineBad, day.baselineTotal);
  return {
    d_kayenta_hourly_growing: firstAlarm(60, (look) => {
      const end = (look + 1) * 60;
      return isHigh(defined(canary.subarray(0, end)), defined(baseline.subarray(0, end)));
    }),
  };
}

/** High: the confidence interval of the shift is above a quarter of the shift's estimate, and the mean did not fall. */
export function isHigh(canary: Float64Array, baseline: Float64Array): boolean {
  if (canary.length < 2 || baseline.length < 2) return false;
  const score = (shift: number) => standardScore(canary, baseline, shift);
  if (!(score(0) > CONFIDENT_Z)) return false;
  const estimate = rootOf(
    score,
    canary.reduce(least) - baseline.reduce(most),
    canary.reduce(most) - baseline.reduce(least),
  );
  if (estimate === null || !(score(TOLERANCE * Math.abs(estimate)) > CONFIDENT_Z)) return false;
  return !(meanOf(baseline) > 0 && meanOf(canary) > 0 && meanOf(canary) < meanOf(baseline));
}

/** Of the rank sum of canary - shift among both, corrected for continuity and ties; not a number if all are tied. */
function standardScore(canary: Float64Array, baseline: Float64Array, shift: number): number {
  const one = canary.map((value) => value - shift).sort();
  const other = baseline.toSorted();
  const [ranks, ties] = rankSums(one, other);
  const [n, m] = [one.length, other.length];
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  const difference = ranks - (n * (n + 1)) / 2 - (n * m) / 2;
  return variance > 0 ? (difference - Math.sign(difference) / 2) / Math.sqrt(variance) : Number.NaN;
}

/** Sum of the midranks of one among both, and the sum of t^3 - t over the ties of t values; both are in order. */
function rankSums(one: Float64Array, other: Float64Array): readonly [number, number] {
  let [ranks, ties, i, j] = [0, 0, 0, 0];
  while (i < one.length || j < other.length) {
    const value = Math.min(one[i] ?? Number.POSITIVE_INFINITY, other[j] ?? Number.POSITIVE_INFINITY);
    const [startOfOne, start] = [i, i + j];
    while (one[i] === value) i += 1;
    while (other[j] === value) j += 1;
    const tied = i + j - start;
    ranks += (i - startOfOne) * (start + (tied + 1) / 2);
    ties += tied ** 3 - tied;
  }
  return [ranks, ties];
}

/** Where a falling function crosses 0, by bisection; an end where it does not, null where it is not a number. */
function rootOf(valueAt: (argument: number) => number, from: number, to: number): number | null {
  let [low, high] = [from, to];
  if (valueAt(low) <= 0) return low;
  if (valueAt(high) >= 0) return high;
  for (let step = 0; step < 40 && high - low >= 1e-9; step += 1) {
    const middle = (low + high) / 2;
    const value = valueAt(middle);
    if (Number.isNaN(value)) return null;
    if (value > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function defined(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}

const least = (one: number, other: number) => Math.min(one, other);
const most = (one: number, other: number) => Math.max(one, other);
const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
