import { ArtifactBroken } from '../ports/adapter-errors.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { OutcomeArchive } from '../ports/outcome-archive.ts';
import type { ArtifactAddress } from './artifact-door.ts';
import type { StoredOutcome } from './outcome.ts';
import { outcomeSelection } from './snapshot.ts';
import { readSnapshot } from './snapshot-door.ts';

export interface SnapshotPorts {
  readonly store: ArtifactStore;
  readonly archive: OutcomeArchive;
}

const READ_AT_ONCE = 16;

/**
 * The rows that a snapshot froze, in its order; those that are not wanted are left out and not held. Throws as both stores do, and `ArtifactBroken` when the snapshot is of
 * another model or its parts do not hold the rows that it counted.
 */
export async function readSnapshotOutcomes(
  ports: SnapshotPorts,
  modelName: string,
  object: ArtifactAddress,
  isWanted: (outcome: StoredOutcome) => boolean = () => true,
): Promise<StoredOutcome[]> {
  const visited: (StoredOutcome | null)[] = [];
  const order = await visitSnapshotOutcomes(ports, modelName, object, (outcome) => {
    visited.push(isWanted(outcome) ? outcome : null);
  });
  return Array.from(order).flatMap((place) => visited[place] ?? []);
}

/**
 * Hands on every outcome that may be a row of a snapshot as soon as it is read, so that nobody has to hold them all.
 * Gives the places of the rows among those visited, counted from 0, in the order of the snapshot; an outcome that another
 * one with its id arrived before is visited and has no place. Throws as `readSnapshotOutcomes`.
 */
export async function visitSnapshotOutcomes(
  { store, archive }: SnapshotPorts,
  modelName: string,
  object: ArtifactAddress,
  visit: (outcome: StoredOutcome) => void,
): Promise<Uint32Array> {
  const snapshot = await readSnapshot(store, object);
  if (snapshot.modelName !== modelName) {
    throw new ArtifactBroken(`${object.key} should be a snapshot of ${modelName}, got one of ${snapshot.modelName}`);
  }
  const selection = outcomeSelection(snapshot.window);
  for (let start = 0; start < snapshot.parts.length; start += READ_AT_ONCE) {
    const parts = snapshot.parts.slice(start, start + READ_AT_ONCE);
    const read = await Promise.all(parts.map((part) => archive.read(part)));
    for (const outcome of read.flat()) if (selection.add(outcome)) visit(outcome);
  }
  const order = selection.order();
  if (order.length === snapshot.rows) return order;
  throw new ArtifactBroken(`${object.key} should have ${snapshot.rows} rows, got ${order.length} from its parts`);
}
