import { inGroups } from '../in-groups.ts';
import type { OutcomeArchive } from '../ports/outcome-archive.ts';
import {
  type Observation,
  type ObservedOutcome,
  observedIn,
  observedSince,
  withoutRepeats,
} from './observed-outcomes.ts';

const PARTS_AT_ONCE = 16;

/** Reads what an observation is about, part by part, so that no more is kept than counts. Throws as the archive does. */
export async function readObserved(
  archive: Pick<OutcomeArchive, 'list' | 'read'>,
  modelName: string,
  observation: Observation,
): Promise<ObservedOutcome[]> {
  const objects = await archive.list(modelName, observedSince(observation));
  const parts = await inGroups(objects, PARTS_AT_ONCE, async (object) =>
    observedIn(await archive.read(object), observation),
  );
  return withoutRepeats(parts.flat());
}
