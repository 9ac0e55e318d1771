import type { ArtifactAddress } from '../lib/domain/artifacts/artifact-door.ts';
import type { ModelArtifact } from '../lib/domain/artifacts/model-artifact.ts';
import { readModelArtifact } from '../lib/domain/artifacts/model-door.ts';
import { ArtifactBroken } from '../lib/domain/ports/adapter-errors.ts';
import { ModelMismatch } from '../lib/training/adoption/model-mismatch.ts';
import type { EnsembleMember, FittedModel } from '../lib/training/fitted-model.ts';
import { ModelFileBroken, ModelKindUnsupported } from '../lib/training/formats/model-file.ts';
import { fittedModel, type ModelParts } from '../lib/training/formats/stored-model.ts';
import { goldenFault } from '../lib/training/scoring/golden-rows.ts';

export interface SoundModel {
  readonly artifact: ModelArtifact;
  readonly model: FittedModel;
}

type Reading = Parameters<typeof readModelArtifact>[0];

/**
 * Reads a model that scores what it scored when it was trained, with all that it scores with. Throws as
 * `readModelArtifact` does, `ArtifactBroken` for a model whose trees or graph are broken or that computes something else,
 * or `OnnxRuntimeMissing` and `OnnxTimedOut` for a graph.
 */
export async function readSoundModel(store: Reading, address: ArtifactAddress): Promise<SoundModel> {
  const artifact = await readModelArtifact(store, address);
  return { artifact, model: await soundModel(store, address.key, artifact) };
}

/** The same of a model that a training may start from; null for a graph, from which none can. */
export async function readFormerModel(store: Reading, address: ArtifactAddress): Promise<FittedModel | null> {
  const artifact = await readModelArtifact(store, address);
  // a container has no runtime for it
  return artifact.scorer.kind === 'onnx' ? null : soundModel(store, address.key, artifact);
}

async function soundModel(store: Reading, key: string, artifact: ModelArtifact): Promise<FittedModel> {
  const model = fitted(artifact, key, await partsOf(store, artifact, key));
  const fault = goldenFault(model, artifact.golden);
  if (fault === null) return model;
  throw new ArtifactBroken(`${key} does not compute what it did when it was trained: ${fault}`);
}

async function partsOf(store: Reading, artifact: ModelArtifact, key: string): Promise<ModelParts> {
  const { scorer } = artifact;
  if (scorer.kind === 'onnx') return { network: await store.read(scorer) };
  return { members: await membersOf(store, artifact, key) };
}

async function membersOf(store: Reading, { scorer }: ModelArtifact, key: string): Promise<EnsembleMember[]> {
  if (scorer.kind !== 'ensemble') return [];
  return Promise.all(
    scorer.members.map(async ({ weight, bytes: _, ...address }) => {
      const { model } = await readSoundModel(store, address);
      if (model.scorer.kind !== 'ensemble' && model.scorer.kind !== 'onnx') return { weight, model };
      throw new ArtifactBroken(
        `${key} should have members that are neither ensembles nor graphs themselves, got ${address.key}`,
      );
    }),
  );
}

function fitted(artifact: ModelArtifact, key: string, parts: ModelParts): FittedModel {
  try {
    return fittedModel(artifact, key, parts);
  } catch (cause) {
    const known = [ModelFileBroken, ModelKindUnsupported, ModelMismatch].some((kind) => cause instanceof kind);
    throw known ? new ArtifactBroken((cause as Error).message, { cause }) : cause;
  }
}
