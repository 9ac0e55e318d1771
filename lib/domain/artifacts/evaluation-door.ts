import type { ArtifactStore, StoredObject } from '../ports/artifact-store.ts';
import { type ArtifactAddress, type ArtifactForm, readArtifact, writeArtifact } from './artifact-door.ts';
import { type Evaluation, evaluationSchema } from './evaluation.ts';

const evaluationForm: ArtifactForm<Evaluation> = {
  kind: 'evaluations',
  name: 'evaluation.json',
  schema: evaluationSchema,
};

/** Throws as `ArtifactStore.read` does, or `ArtifactBroken` with every wrong field. */
export function readEvaluation(store: ArtifactStore, object: ArtifactAddress): Promise<Evaluation> {
  return readArtifact(store, object, evaluationForm);
}

export function writeEvaluation(
  store: ArtifactStore,
  modelName: string,
  evaluation: Evaluation,
): Promise<StoredObject> {
  return writeArtifact(store, modelName, evaluation, evaluationForm);
}
