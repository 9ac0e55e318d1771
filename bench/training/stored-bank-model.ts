import { writeFileSync } from 'node:fs';
import { writeTrainedModel } from '../../lib/domain/artifacts/trained-model.ts';
import { engineTrainer } from '../../lib/domain/definition/engine-trainer.ts';
import { parseModelDefinition } from '../../lib/domain/definition/model-definition.ts';
import type { EvaluatedModel } from '../../lib/training/evaluation/evaluated-model.ts';
import { trainedForm } from '../../lib/training/formats/stored-form.ts';
import { trainModel } from '../../lib/training/train-model.ts';
import definition from '../../models/bank-marketing.json' with { type: 'json' };
import { inMemoryArtifactStore } from '../../test/in-memory/in-memory-artifact-store.ts';
import { bankMarketing, missingTexts } from './datasets.ts';
import { readDataset } from './split-dataset.ts';

/** Rows of bank marketing as training and adopting take them, and take away. */
export async function bankRows() {
  const { table, labels } = await readDataset(bankMarketing());
  return {
    ids: Array.from(labels.codes, (_code, index) => `bank-${index}`),
    labels: Array.from(labels.codes, (code) => labels.levels[code] as string),
    table: { columns: [...table.columns] },
    missing: missingTexts(bankMarketing()),
    positiveClass: definition.positiveClass,
    classes: [],
  };
}

/** Trains boosted trees on bank marketing and writes the model file as the Train function stores it. */
export async function writeStoredModel(path: string): Promise<EvaluatedModel> {
  const boosted = { ...definition, trainers: [{ kind: 'gradient-boosted-trees' }] };
  const settings = parseModelDefinition(boosted, 'the definition of the benchmark');
  const [trainer] = settings.trainers;
  if (trainer === undefined || trainer.kind === 'external') throw new TypeError('the definition has a trainer');
  const trained = await trainModel({ ...(await bankRows()), trainer: engineTrainer(trainer) });
  const store = inMemoryArtifactStore();
  const { model } = await writeTrainedModel(store, settings, trainer, trainedForm(trained));
  writeFileSync(path, store.objects.get(model.key) as Uint8Array);
  return trained;
}
