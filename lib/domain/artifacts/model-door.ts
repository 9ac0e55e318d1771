import type { ArtifactStore, StoredObject } from '../ports/artifact-store.ts';
import { type ArtifactAddress, type ArtifactForm, readArtifact, writeArtifact } from './artifact-door.ts';
import { MODEL_FILE_NAME, type ModelArtifact, modelArtifactSchema } from './model-artifact.ts';
import { modelIncoherence } from './model-coherence.ts';

const modelForm: ArtifactForm<ModelArtifact> = {
  kind: 'models',
  name: MODEL_FILE_NAME,
  schema: modelArtifactSchema,
  incoherence: modelIncoherence,
};

/**
 * Reads a trained model. Throws as `ArtifactStore.read` does, or `ArtifactBroken` with every field that is wrong or does
 * not fit the others. Whether it still computes its golden rows is for the caller to see.
 */
export function readModelArtifact(store: Pick<ArtifactStore, 'read'>, object: ArtifactAddress): Promise<ModelArtifact> {
  return readArtifact(store, object, modelForm);
}

/**
 * Writes a trained model. `texts` are members that are JSON already, whose numbers have to stay as they are written.
 * Throws `ArtifactBroken` for one that could not be read back.
 */
export function writeModelArtifact(
  store: ArtifactStore,
  model: ModelArtifact,
  texts: Readonly<Record<string, string>> = {},
): Promise<StoredObject> {
  const parsed = Object.entries(texts).map(([name, text]) => [name, JSON.parse(text)]);
  const whole: ModelArtifact = { ...model, ...Object.fromEntries(parsed) };
  return writeArtifact(store, model.modelName, whole, modelForm, texts);
}
