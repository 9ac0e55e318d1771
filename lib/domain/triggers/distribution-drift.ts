import { type BinCounts, type PairedCounts, pairBins } from '../../statistics/drift/bin-edges.ts';
import { jensenShannonDistance } from '../../statistics/drift/divergence.ts';
import { binnedDistance, kolmogorovSmirnovP } from '../../statistics/drift/kolmogorov-smirnov.ts';
import { populationStability, stabilityNoiseFloor } from '../../statistics/drift/population-stability.ts';
import type { LevelCounts } from '../artifacts/reference-profile.ts';
import { type DriftLevel, type DriftLimits, driftLevel } from './drift-level.ts';
import { pooledLevels } from './pooled-levels.ts';

/** How far one feature, or the scores of one output, are from where they were in training. */
export interface DistributionDrift {
  /** Of the feature, or of the output. */
  readonly name: string;
  /** Rows of the window. */
  readonly n: number;
  readonly psi: number;
  /** What the index stays below in 999 of 1000 windows without drift. */
  readonly noiseFloor: number;
  /** Of numbers, from their counts: a lower bound of the Kolmogorov-Smirnov distance, and an upper one of its p-value. */
  readonly ks: { readonly distance: number; readonly pValue: number } | null;
  /** 0 to 1. */
  readonly jensenShannon: number;
  /** Levels that the reference has not got, as far as it lists all that it has; null for numbers. */
  readonly unseen: readonly string[] | null;
  readonly level: DriftLevel;
}

export interface DriftTest extends DriftLimits {
  readonly name: string;
}

/** Compares counts of one profile's bins; null where one side has no row. */
export function binDrift(test: DriftTest, reference: BinCounts, current: BinCounts): DistributionDrift | null {
  return driftOf(test, pairBins(reference, current), { ks: boundOf(reference, current), unseen: null });
}

/** Compares counts of levels, the rare ones of which are counted together; null where one side has no row. */
export function levelDrift(test: DriftTest, reference: LevelCounts, current: LevelCounts): DistributionDrift | null {
  const { unseen, ...counts } = pooledLevels(reference, current);
  return driftOf(test, counts, { ks: null, unseen });
}

function driftOf(
  { name, ...limits }: DriftTest,
  { reference, current }: PairedCounts,
  besides: Pick<DistributionDrift, 'ks' | 'unseen'>,
): DistributionDrift | null {
  const psi = populationStability(reference, current);
  const jensenShannon = jensenShannonDistance(reference, current);
  if (psi === null || jensenShannon === null) return null;
  const [referenceRows, n] = [sum(reference), sum(current)];
  const noiseFloor = stabilityNoiseFloor({ bins: reference.length, referenceRows, currentRows: n });
  const measured = { name, n, psi, noiseFloor, jensenShannon, ...besides };
  return { ...measured, level: driftLevel(measured, limits) };
}

function boundOf(reference: BinCounts, current: BinCounts): DistributionDrift['ks'] {
  const distance = binnedDistance(reference.bins, current.bins);
  if (distance === null) return null;
  return { distance, pValue: kolmogorovSmirnovP(distance, sum(reference.bins), sum(current.bins)) };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
