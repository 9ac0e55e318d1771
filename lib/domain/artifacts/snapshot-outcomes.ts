import { ArtifactBroken } from '../ports/adapter-errors.ts';
import type { ArtifactStore, StoredObject } from '../ports/artifact-store.ts';
import type { OutcomeArchive } from '../ports/outcome-archive.ts';
import type { ArtifactAddress } from './artifact-door.ts';
import type { StoredOutcome } from './outcome.ts';
import { selectOutcomes } from './snapshot.ts';
import { readSnapshot } from './snapshot-door.ts';

export interface SnapshotPorts {
  readonly store: ArtifactStore;
  readonly archive: OutcomeArchive;
}

const READ_AT_ONCE = 16;

/**
 * The rows that a snapshot froze, in its order. Throws as both stores do, and `ArtifactBroken` when the snapshot is of
 * another model or its parts do not hold the rows that it counted.
 */
export async function readSnapshotOutcomes(
  { store, archive }: SnapshotPorts,
  modelName: string,
  object: ArtifactAddress,
): Promise<StoredOutcome[]> {
  const snapshot = await readSnapshot(store, object);
  if (snapshot.modelName !== modelName) {
    throw new ArtifactBroken(`${object.key} should be a snapshot of ${modelName}, got one of ${snapshot.modelName}`);
  }
  const outcomes = selectOutcomes(await readParts(archive, snapshot.parts), snapshot.window);
  if (outcomes.length === snapshot.rows) return outcomes;
  throw new ArtifactBroken(`${object.key} should have ${snapshot.rows} rows, got ${outcomes.length} from its parts`);
}

async function readParts(archive: OutcomeArchive, parts: readonly StoredObject[]): Promise<StoredOutcome[]> {
  const read: StoredOutcome[][] = [];
  for (let start = 0; start < parts.length; start += READ_AT_ONCE) {
    const batch = parts.slice(start, start + READ_AT_ONCE);
    read.push(...(await Promise.all(batch.map((part) => archive.read(part)))));
  }
  return read.flat();
}
