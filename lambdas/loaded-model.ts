import type { ModelArtifact } from '../lib/domain/artifacts/model-artifact.ts';
import type { ModelPin } from '../lib/domain/model-pin.ts';
import type { ArtifactStore } from '../lib/domain/ports/artifact-store.ts';
import type { Clock } from '../lib/domain/ports/clock.ts';
import { milliseconds } from '../lib/domain/time.ts';
import { createScorer, type RowScorer } from '../lib/training/scoring/scorer.ts';
import { readSoundModel } from './stored-model.ts';

export interface LoadedModel {
  readonly modelVersion: string;
  readonly artifact: ModelArtifact;
  readonly score: RowScorer;
  readonly loadSeconds: number;
}

export interface LoadingPorts {
  /** Throws while the function version is pinned to no model. */
  readonly pin: () => ModelPin;
  readonly store: ArtifactStore;
  readonly clock: Clock;
}

/** The pinned model, loaded on first need and then kept. What failed is tried again by whoever asks next. */
export function modelLoader(ports: LoadingPorts): () => Promise<LoadedModel> {
  let loaded: Promise<LoadedModel> | undefined;
  return () => {
    loaded ??= loadModel(ports).catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}

/** Verifies the hash, parses, and scores the golden rows before anybody gets to see the model. */
async function loadModel({ pin, store, clock }: LoadingPorts): Promise<LoadedModel> {
  const started = milliseconds(clock.now());
  const { modelVersion, ...address } = pin();
  const { artifact, model } = await readSoundModel(store, address);
  const score = createScorer(model);
  return { modelVersion, artifact, score, loadSeconds: (milliseconds(clock.now()) - started) / 1000 };
}
