import type { ArtifactAddress } from '../lib/domain/artifacts/artifact-door.ts';
import type { ModelArtifact } from '../lib/domain/artifacts/model-artifact.ts';
import { readModelArtifact } from '../lib/domain/artifacts/model-door.ts';
import { ArtifactBroken } from '../lib/domain/ports/adapter-errors.ts';
import type { EnsembleMember, FittedModel } from '../lib/training/fitted-model.ts';
import { ModelFileBroken, ModelKindUnsupported } from '../lib/training/formats/model-file.ts';
import { fittedModel } from '../lib/training/formats/stored-model.ts';
import { goldenFault } from '../lib/training/scoring/golden-rows.ts';

export interface SoundModel {
  readonly artifact: ModelArtifact;
  readonly model: FittedModel;
}

type Reading = Parameters<typeof readModelArtifact>[0];

/**
 * Reads a model that scores what it scored when it was trained, with the members of an ensemble. Throws as
 * `readModelArtifact` does, or `ArtifactBroken` for a model whose trees are broken or that computes something else.
 */
export async function readSoundModel(store: Reading, address: ArtifactAddress): Promise<SoundModel> {
  const artifact = await readModelArtifact(store, address);
  const model = fitted(artifact, address.key, await membersOf(store, artifact, address.key));
  const fault = goldenFault(model, artifact.golden);
  if (fault === null) return { artifact, model };
  throw new ArtifactBroken(`${address.key} does not compute what it did when it was trained: ${fault}`);
}

async function membersOf(store: Reading, { scorer }: ModelArtifact, key: string): Promise<EnsembleMember[]> {
  if (scorer.kind !== 'ensemble') return [];
  return Promise.all(
    scorer.members.map(async ({ weight, bytes: _, ...address }) => {
      const { model } = await readSoundModel(store, address);
      if (model.scorer.kind !== 'ensemble') return { weight, model };
      throw new ArtifactBroken(`${key} should have members that are no ensembles themselves, got ${address.key}`);
    }),
  );
}

function fitted(artifact: ModelArtifact, key: string, members: readonly EnsembleMember[]): FittedModel {
  try {
    return fittedModel(artifact, key, members);
  } catch (cause) {
    const known = cause instanceof ModelFileBroken || cause instanceof ModelKindUnsupported;
    throw known ? new ArtifactBroken(cause.message, { cause }) : cause;
  }
}
