import type { DriftWindow } from '../../lib/domain/artifacts/drift-window.ts';
import type { ReferenceProfile } from '../../lib/domain/artifacts/reference-profile.ts';
import { driftDefaults } from '../../lib/domain/definition/trigger-settings.ts';
import { driftVerdict } from '../../lib/domain/triggers/drift-verdict.ts';
import { pairLevels } from '../../lib/statistics/drift/category-counts.ts';
import { populationStability } from '../../lib/statistics/drift/population-stability.ts';
import { datasetDrifted, rowsByLevel } from './evidently.ts';

/** Whether a way to look at drift raises an alarm, from the windows until today. */
export type DriftRule = (profile: ReferenceProfile, windows: readonly DriftWindow[]) => boolean;

/** Drift of a data set by Evidently's defaults, today. */
export const evidently: DriftRule = (profile, windows) => {
  const window = windows.at(-1);
  return window !== undefined && datasetDrifted(profile, window);
};

/** Ours, with the settings that a definition has if it does not say otherwise. */
export const ours: DriftRule = (profile, windows) =>
  driftVerdict(profile, windows.slice(-driftDefaults.windows), driftDefaults).fire;

/** The index of some feature is above .25, today. */
export const anyFeature: DriftRule = (profile, windows) => {
  const window = windows.at(-1);
  return profile.features.some(({ counts }, index) => (indexOf(counts, window?.features[index]?.counts) ?? 0) > 0.25);
};

type Counts = DriftWindow['features'][number]['counts'];

function indexOf(reference: Counts, current: Counts | undefined): number | null {
  if (current === undefined) return null;
  if ('bins' in reference) return 'bins' in current ? populationStability(reference.bins, current.bins) : null;
  if ('bins' in current) return null;
  const levels = pairLevels(rowsByLevel(reference), rowsByLevel(current));
  return populationStability(levels.reference, levels.current);
}
