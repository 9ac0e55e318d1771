import type { ArtifactStore, StoredObject } from '../ports/artifact-store.ts';
import { type ArtifactAddress, type ArtifactForm, readArtifact, writeArtifact } from './artifact-door.ts';
import { type Snapshot, snapshotSchema } from './snapshot.ts';

const snapshotForm: ArtifactForm<Snapshot> = { kind: 'snapshots', name: 'snapshot.json', schema: snapshotSchema };

/** Throws as `ArtifactStore.read` does, or `ArtifactBroken` with every wrong field. */
export function readSnapshot(store: Pick<ArtifactStore, 'read'>, object: ArtifactAddress): Promise<Snapshot> {
  return readArtifact(store, object, snapshotForm);
}

export function writeSnapshot(store: ArtifactStore, snapshot: Snapshot): Promise<StoredObject> {
  return writeArtifact(store, snapshot.modelName, snapshot, snapshotForm);
}
