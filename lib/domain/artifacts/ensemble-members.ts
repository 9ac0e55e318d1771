import type { TrainerSettings } from '../definition/trainer-settings.ts';
import type { ArtifactStore, StoredObject } from '../ports/artifact-store.ts';
import type { VersionRecord } from '../ports/version-record.ts';
import type { ModelArtifact } from './model-artifact.ts';
import { readModelArtifact } from './model-door.ts';

const ENSEMBLE: TrainerSettings['kind'] = 'soft-vote';

/** The models that a model scores with; empty where it scores by itself. */
export function memberObjects({ scorer }: Pick<ModelArtifact, 'scorer'>): StoredObject[] {
  if (scorer.kind !== 'ensemble') return [];
  return scorer.members.map(({ key, sha256, bytes }) => ({ key, sha256, bytes }));
}

/** The same of a registered model, which is read only where there may be some. Throws as `readModelArtifact` does. */
export async function registeredMembers(
  store: Pick<ArtifactStore, 'read'>,
  { model, lineage }: Pick<VersionRecord, 'model' | 'lineage'>,
): Promise<StoredObject[]> {
  return lineage.trainer === ENSEMBLE ? memberObjects(await readModelArtifact(store, model)) : [];
}
