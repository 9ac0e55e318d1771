import type { ArtifactStore, StoredObject } from '../ports/artifact-store.ts';
import { type ArtifactAddress, type ArtifactForm, readArtifact, writeArtifact } from './artifact-door.ts';
import type { Comparison } from './comparison.ts';
import { recordedComparisonSchema } from './older-comparison.ts';

const comparisonForm: ArtifactForm<Comparison> = {
  kind: 'comparisons',
  name: 'comparison.json',
  schema: recordedComparisonSchema,
};

/** Older records as if they had been written today. Throws as `ArtifactStore.read` does, or `ArtifactBroken` with every wrong field. */
export function readComparison(store: Pick<ArtifactStore, 'read'>, object: ArtifactAddress): Promise<Comparison> {
  return readArtifact(store, object, comparisonForm);
}

export function writeComparison(
  store: ArtifactStore,
  modelName: string,
  comparison: Comparison,
): Promise<StoredObject> {
  return writeArtifact(store, modelName, comparison, comparisonForm);
}
