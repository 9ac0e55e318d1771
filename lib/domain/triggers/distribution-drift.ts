import { type BinCounts, type PairedCounts, pairBins } from '../../statistics/drift/bin-edges.ts';
import { pairLevels } from '../../statistics/drift/category-counts.ts';
import { jensenShannonDistance } from '../../statistics/drift/divergence.ts';
import { binnedDistance, kolmogorovSmirnov, kolmogorovSmirnovP } from '../../statistics/drift/kolmogorov-smirnov.ts';
import { populationStability, stabilityNoiseFloor } from '../../statistics/drift/population-stability.ts';
import { standardizedWasserstein } from '../../statistics/drift/wasserstein.ts';
import type { LevelCounts } from '../artifacts/reference-profile.ts';
import { type DriftLevel, driftLevel } from './drift-level.ts';

/** How far one feature, or the scores of one output, are from where they were in training. */
export interface DistributionDrift {
  /** Of the feature, or of the output. */
  readonly name: string;
  /** Rows of the window. */
  readonly n: number;
  readonly psi: number;
  /** What the index stays below in 999 of 1000 windows without drift. */
  readonly noiseFloor: number;
  /** Of numbers. From counts alone the distance is a lower bound, and the p-value an upper one. */
  readonly ks: { readonly distance: number; readonly pValue: number; readonly bound: boolean } | null;
  /** 0 to 1. */
  readonly jensenShannon: number;
  /** In standard deviations of the reference; null without values. */
  readonly wasserstein: number | null;
  /** Levels that the reference has not got, as far as it lists all that it has. */
  readonly unseen: readonly string[];
  readonly level: DriftLevel;
}

/** The values themselves, where somebody has them, for what counts cannot tell. */
export interface DriftValues {
  readonly reference: readonly (number | null)[];
  readonly current: readonly (number | null)[];
}

export interface DriftTest {
  readonly name: string;
  /** Index above which the distribution has drifted. */
  readonly psi: number;
  /** Distributions that are tested at a time. */
  readonly tests: number;
}

/** Compares counts of one profile's bins; null where one side has no row. */
export function binDrift(
  test: DriftTest,
  reference: BinCounts,
  current: BinCounts,
  values?: DriftValues,
): DistributionDrift | null {
  const ks = values === undefined ? boundOf(reference, current) : distanceOf(values);
  const wasserstein = values === undefined ? null : standardizedWasserstein(values.reference, values.current);
  return driftOf(test, pairBins(reference, current), { ks, wasserstein, unseen: [] });
}

/** Compares counts of levels: the 50 that are most frequent in the reference, and all others together. */
export function levelDrift(test: DriftTest, reference: LevelCounts, current: LevelCounts): DistributionDrift | null {
  const { levels, unseen, ...named } = pairLevels(rowsByLevel(reference), rowsByLevel(current));
  const hasOthers = named.reference.length > levels.length || reference.other + current.other > 0;
  const withOthers = (counts: readonly number[], { other }: LevelCounts) =>
    hasOthers ? [...counts.slice(0, levels.length), (counts[levels.length] ?? 0) + other] : counts;
  const paired = pairBins(
    { bins: withOthers(named.reference, reference), missing: reference.missing },
    { bins: withOthers(named.current, current), missing: current.missing },
  );
  return driftOf(test, paired, { ks: null, wasserstein: null, unseen: reference.other > 0 ? [] : unseen });
}

function driftOf(
  { name, psi: limit, tests }: DriftTest,
  { reference, current }: PairedCounts,
  besides: Pick<DistributionDrift, 'ks' | 'wasserstein' | 'unseen'>,
): DistributionDrift | null {
  const psi = populationStability(reference, current);
  const jensenShannon = jensenShannonDistance(reference, current);
  if (psi === null || jensenShannon === null) return null;
  const [referenceRows, n] = [sum(reference), sum(current)];
  const noiseFloor = stabilityNoiseFloor({ bins: reference.length, referenceRows, currentRows: n });
  const measured = { name, n, psi, noiseFloor, jensenShannon, ...besides };
  return { ...measured, level: driftLevel(measured, limit, tests) };
}

function boundOf(reference: BinCounts, current: BinCounts): DistributionDrift['ks'] {
  const distance = binnedDistance(reference.bins, current.bins);
  if (distance === null) return null;
  return { distance, pValue: kolmogorovSmirnovP(distance, sum(reference.bins), sum(current.bins)), bound: true };
}

function distanceOf({ reference, current }: DriftValues): DistributionDrift['ks'] {
  const test = kolmogorovSmirnov(reference, current);
  return test === null ? null : { ...test, bound: false };
}

function rowsByLevel({ levels }: LevelCounts): Record<string, number> {
  return Object.fromEntries(levels.map(({ level, rows }) => [level, rows]));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
