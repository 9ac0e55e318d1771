import type { DriftWindow } from '../../lib/domain/artifacts/drift-window.ts';
import type { LevelCounts, ReferenceProfile } from '../../lib/domain/artifacts/reference-profile.ts';
import { categoricalAssociation } from '../../lib/statistics/drift/categorical-association.ts';
import { pairLevels } from '../../lib/statistics/drift/category-counts.ts';
import { jensenShannonDistance } from '../../lib/statistics/drift/divergence.ts';
import { binnedDistance, kolmogorovSmirnovP } from '../../lib/statistics/drift/kolmogorov-smirnov.ts';
import { pairedShares } from '../../lib/statistics/drift/shares.ts';
import { binMedians } from './stream.ts';

/** Rows of the reference up to which tests decide, and above which distances do. */
const MOST_TESTED_ROWS = 1_000;
const LEAST_P = 0.05;
const LEAST_DISTANCE = 0.1;
const DRIFTED_SHARE = 0.5;

/**
 * Whether half of the features have drifted by Evidently's defaults: with a reference of more than 1,000 rows by
 * Wasserstein distance in deviations (numbers) or Jensen-Shannon distance (names) of .1 or more, else by a p-value below
 * .05 (Kolmogorov-Smirnov, chi-square). Counts stand for values, each in the middle of its bin.
 */
export function datasetDrifted({ features, rows }: ReferenceProfile, window: DriftWindow): boolean {
  const byTests = rows <= MOST_TESTED_ROWS;
  const drifted = features.filter(({ counts: reference }, index) => {
    const current = window.features[index]?.counts;
    if (current === undefined) return false;
    if ('bins' in reference) return 'bins' in current && numbersDrifted(reference.bins, current.bins, byTests);
    return !('bins' in current) && namesDrifted(reference, current, byTests);
  });
  return drifted.length >= DRIFTED_SHARE * features.length;
}

export function rowsByLevel({ levels }: LevelCounts): Record<string, number> {
  return Object.fromEntries(levels.map(({ level, rows }) => [level, rows]));
}

function numbersDrifted(reference: readonly number[], current: readonly number[], byTests: boolean): boolean {
  if (!byTests) return binnedWasserstein(reference, current) >= LEAST_DISTANCE;
  const distance = binnedDistance(reference, current) ?? 0;
  return kolmogorovSmirnovP(distance, sum(reference), sum(current)) < LEAST_P;
}

function namesDrifted(reference: LevelCounts, current: LevelCounts, byTests: boolean): boolean {
  const levels = pairLevels(rowsByLevel(reference), rowsByLevel(current));
  if (!byTests) return (jensenShannonDistance(levels.reference, levels.current) ?? 0) >= LEAST_DISTANCE;
  return (categoricalAssociation(levels.reference, levels.current)?.pValue ?? 1) < LEAST_P;
}

/** Of features whose deviation is 1, in deviations: the area between the two distribution functions. */
export function binnedWasserstein(reference: readonly number[], current: readonly number[]): number {
  let [gap, area] = [0, 0];
  for (const [bin, [expected, actual]] of (pairedShares(reference, current) ?? []).slice(0, -1).entries()) {
    gap += actual - expected;
    area += Math.abs(gap) * ((binMedians[bin + 1] ?? Number.NaN) - (binMedians[bin] ?? Number.NaN));
  }
  return area;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
