import type { DriftWindow } from '../../lib/domain/artifacts/drift-window.ts';
import type { ReferenceProfile } from '../../lib/domain/artifacts/reference-profile.ts';
import { driftDefaults } from '../../lib/domain/definition/trigger-settings.ts';
import { driftVerdict } from '../../lib/domain/triggers/drift-verdict.ts';
import { categoricalAssociation } from '../../lib/statistics/drift/categorical-association.ts';
import { pairLevels } from '../../lib/statistics/drift/category-counts.ts';
import { binnedDistance, kolmogorovSmirnovP } from '../../lib/statistics/drift/kolmogorov-smirnov.ts';
import { populationStability } from '../../lib/statistics/drift/population-stability.ts';

/** Whether a way to look at drift raises an alarm, from the windows until today. */
export type DriftRule = (profile: ReferenceProfile, windows: readonly DriftWindow[]) => boolean;

/** Ours, with the settings that a definition has if it does not say otherwise. */
export const ours: DriftRule = (profile, windows) =>
  driftVerdict(profile, windows.slice(-driftDefaults.windows), driftDefaults).fire;

/** Drift of a data set as Evidently has it: half of its features have drifted, by a test at .05 or an index above .1. */
export const halfOfFeatures: DriftRule = (profile, windows) => {
  const drifted = pairsOf(profile, windows).filter(({ psi, pValue }) => pValue < 0.05 || psi > 0.1).length;
  return drifted >= profile.features.length / 2;
};

/** The index of some feature is above .25, today. */
export const anyFeature: DriftRule = (profile, windows) => pairsOf(profile, windows).some(({ psi }) => psi > 0.25);

interface Compared {
  readonly psi: number;
  readonly pValue: number;
}

function pairsOf(profile: ReferenceProfile, windows: readonly DriftWindow[]): Compared[] {
  const window = windows.at(-1);
  return profile.features.flatMap(({ counts: reference }, index) => {
    const current = window?.features[index]?.counts;
    if (current === undefined) return [];
    if ('bins' in reference) return 'bins' in current ? [binsOf(reference.bins, current.bins)] : [];
    return 'bins' in current ? [] : [levelsOf(reference.levels, current.levels)];
  });
}

function binsOf(reference: readonly number[], current: readonly number[]): Compared {
  const [n, m] = [reference, current].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const distance = binnedDistance(reference, current) ?? 0;
  return { psi: populationStability(reference, current) ?? 0, pValue: kolmogorovSmirnovP(distance, n ?? 0, m ?? 0) };
}

type Levels = readonly { readonly level: string; readonly rows: number }[];

function levelsOf(reference: Levels, current: Levels): Compared {
  const record = (levels: Levels) => Object.fromEntries(levels.map(({ level, rows }) => [level, rows]));
  const paired = pairLevels(record(reference), record(current));
  return {
    psi: populationStability(paired.reference, paired.current) ?? 0,
    pValue: categoricalAssociation(paired.reference, paired.current)?.pValue ?? 1,
  };
}
