import type { TrainerSettings } from '../definition/trainer-settings.ts';
import type { ArtifactStore, StoredObject } from '../ports/artifact-store.ts';
import type { VersionRecord } from '../ports/version-record.ts';
import { IMPORTED } from './imported-model.ts';
import type { ModelArtifact } from './model-artifact.ts';
import { readModelArtifact } from './model-door.ts';

/** Trainers whose models may have parts. */
const composing: ReadonlySet<string> = new Set<TrainerSettings['kind'] | typeof IMPORTED>([
  'soft-vote',
  'external',
  IMPORTED,
]);

/** What a model scores with and does not have in its own file: the members of an ensemble, the file of a graph. */
export function partObjects({ scorer }: Pick<ModelArtifact, 'scorer'>): StoredObject[] {
  if (scorer.kind === 'onnx') return [objectOf(scorer)];
  return scorer.kind === 'ensemble' ? scorer.members.map(objectOf) : [];
}

/** The same of a registered model, which is read only where there may be some. Throws as `readModelArtifact` does. */
export async function registeredParts(
  store: Pick<ArtifactStore, 'read'>,
  { model, lineage }: Pick<VersionRecord, 'model' | 'lineage'>,
): Promise<StoredObject[]> {
  return composing.has(lineage.trainer) ? partObjects(await readModelArtifact(store, model)) : [];
}

function objectOf({ key, sha256, bytes }: StoredObject): StoredObject {
  return { key, sha256, bytes };
}
