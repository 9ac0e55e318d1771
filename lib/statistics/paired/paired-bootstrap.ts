import { uniformAt } from '../random-numbers.ts';
import { sampleVariance } from '../sample-moments.ts';
import { resamplingUnits } from './resampling-units.ts';

export const RESAMPLES = 2_000;
/** Share of resamples on which a statistic has to be defined, lest the others are told of only those that suit it. */
const LEAST_DEFINED = 0.95;

/** A number of the rows, of which each counts as often as its weight says; null where it is undefined on them. */
export type WeightedStatistic = (weights: Float64Array) => number | null;

export interface Resampling {
  /** Kept with a decision, so that it can be repeated. */
  readonly seed: number;
  /** @default 2000 */
  readonly resamples?: number;
  /** Class of each row: every resample has as many of each as there are. @default all rows are of one class */
  readonly strata?: readonly (string | number)[];
  /** Whose rows these are, such as a customer's: they are drawn together. @default each row is on its own */
  readonly groups?: readonly (string | number)[];
}

export interface BootstrapEstimate {
  readonly value: number;
  readonly standardError: number;
  /** The statistic of every resample, in rising order. */
  readonly replicates: readonly number[];
}

/**
 * A statistic and its spread over resamples of the rows (Efron 1979). It is paired as one set of rows serves both models:
 * the statistic is their difference. Null where it is undefined on the rows, or on more than a twentieth of the resamples.
 */
export function pairedBootstrap(
  rows: number,
  statisticOf: WeightedStatistic,
  { seed, resamples = RESAMPLES, strata, groups }: Resampling,
): BootstrapEstimate | null {
  if (!(Number.isInteger(resamples) && resamples >= 2)) {
    throw new RangeError(`'resamples' should be a whole number from 2 on, for example 2000, got ${resamples}`);
  }
  const value = statisticOf(new Float64Array(rows).fill(1));
  if (value === null) return null;
  const units = resamplingUnits(rows, strata, groups);
  const weights = new Float64Array(rows);
  const found = Array.from({ length: resamples }, (_, repetition) => {
    drawWeights(weights, units, (index) => uniformAt(seed, 0, repetition, index));
    return statisticOf(weights);
  });
  return estimateOf(value, found);
}

/** What resamples tell of a value; null where more than a twentieth of them has no statistic. */
export function estimateOf(value: number, found: readonly (number | null)[]): BootstrapEstimate | null {
  const defined = found.filter((replicate) => replicate !== null);
  if (defined.length < LEAST_DEFINED * found.length) return null;
  const replicates = Array.from(Float64Array.from(defined).sort());
  return { value, standardError: Math.sqrt(sampleVariance(replicates) ?? 0), replicates };
}

/** The statistic without each unit in turn; without those units that it needs. */
export function jackknife(
  rows: number,
  statisticOf: WeightedStatistic,
  { strata, groups }: Pick<Resampling, 'strata' | 'groups'> = {},
): number[] {
  const weights = new Float64Array(rows).fill(1);
  const withoutUnit = (unit: readonly number[]) => {
    for (const row of unit) weights[row] = 0;
    const statistic = statisticOf(weights);
    for (const row of unit) weights[row] = 1;
    return statistic;
  };
  return resamplingUnits(rows, strata, groups)
    .flat()
    .map(withoutUnit)
    .filter((statistic) => statistic !== null);
}

/** Counts how often each row is drawn, by the numbers from 0 on. */
function drawWeights(
  weights: Float64Array,
  sets: readonly (readonly (readonly number[])[])[],
  uniform: (index: number) => number,
): void {
  weights.fill(0);
  let index = 0;
  for (const units of sets) {
    for (let drawn = 0; drawn < units.length; drawn += 1) {
      const unit = units[Math.floor(uniform(index) * units.length)] ?? [];
      for (const row of unit) weights[row] = (weights[row] ?? 0) + 1;
      index += 1;
    }
  }
}
