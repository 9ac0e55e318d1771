import type { ArtifactAddress } from '../lib/domain/artifacts/artifact-door.ts';
import { definedLevels, IMPORTED } from '../lib/domain/artifacts/imported-model.ts';
import type { ModelDefinition } from '../lib/domain/definition/model-definition.ts';
import type { StoredObject } from '../lib/domain/ports/artifact-store.ts';
import type { TrainOutput } from '../lib/domain/steps/train.ts';
import { adoptModel } from '../lib/training/adoption/adopt-model.ts';
import { writeLearntModel } from './learnt-artifacts.ts';
import { readTrainingRows, type TrainingRowsPorts } from './training-rows.ts';

interface ImportOrder {
  readonly definition: ModelDefinition;
  readonly snapshot: StoredObject;
  readonly file: ArtifactAddress;
}

/** Takes over a model file that somebody brought along. Throws what the store and `adoptModel` throw. */
export async function adoptImported(ports: TrainingRowsPorts, order: ImportOrder): Promise<TrainOutput> {
  const { definition, snapshot, file } = order;
  const content = await ports.store.read(file);
  const rows = await readTrainingRows(ports, definition, snapshot);
  const model = adoptModel({ ...rows, file: content, levels: definedLevels(definition) });
  const trainer = { kind: IMPORTED, parameters: { sha256: file.sha256 } };
  return writeLearntModel(ports.store, { definition, trainer, snapshot, model, missing: rows.missing });
}
