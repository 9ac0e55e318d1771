import type { RatchetError } from '../errors.ts';
import { ArtifactBroken, ArtifactHashMismatch, ArtifactMissing } from '../ports/adapter-errors.ts';
import type { StoredObject } from '../ports/artifact-store.ts';
import type { OutcomeArchive } from '../ports/outcome-archive.ts';
import { type Observation, observedSince } from './observation.ts';
import { foldOutcomes, type ObservedOutcomes } from './observed-outcomes.ts';
import type { SampledPrediction } from './sampled-predictions.ts';

/** Objects that are read at once. */
const MOST_OBJECTS = 16;
/** Bytes of them as they are stored, which come to ten times as many. */
const MOST_BYTES = 4_000_000;

/** Told of what cannot be read, which the rest is looked at without. */
export type Unreadable = (error: RatchetError) => void;

/**
 * Reads what an observation is about, some objects at a time, and keeps no more of it than counts. An object that is lost or
 * broken is told of, and the others are read all the same. Throws as the archive does for anything else.
 */
export async function readObserved(
  archive: Pick<OutcomeArchive, 'list' | 'read'>,
  modelName: string,
  observation: Observation,
  sampled: readonly Pick<SampledPrediction, 'id'>[],
  unreadable: Unreadable,
): Promise<ObservedOutcomes> {
  const fold = foldOutcomes(observation, sampled);
  const read = async (object: StoredObject) => {
    try {
      for (const outcome of await archive.read(object, fold.wants)) fold.add(outcome);
    } catch (error) {
      if (!isLost(error)) throw error;
      unreadable(error);
    }
  };
  for (const group of groupsOf(await archive.list(modelName, observedSince(observation)))) {
    await Promise.all(group.map(read));
  }
  return fold.observed();
}

function isLost(error: unknown): error is RatchetError {
  return [ArtifactMissing, ArtifactHashMismatch, ArtifactBroken].some((kind) => error instanceof kind);
}

/** Objects in their order, so many at a time, and so many bytes unless one alone has more. */
export function groupsOf<Item extends Pick<StoredObject, 'bytes'>>(
  objects: readonly Item[],
  most: { readonly objects: number; readonly bytes: number } = { objects: MOST_OBJECTS, bytes: MOST_BYTES },
): Item[][] {
  const groups: Item[][] = [];
  let left = 0;
  for (const object of objects) {
    const group = groups.at(-1);
    left -= object.bytes;
    if (group === undefined || group.length === most.objects || left < 0) {
      groups.push([object]);
      left = most.bytes - object.bytes;
    } else group.push(object);
  }
  return groups;
}
