import { describe, expect, test } from 'vitest';
import { createTrain } from '../../lambdas/train.ts';
import { importKey } from '../../lib/domain/artifacts/imported-model.ts';
import { readModelArtifact } from '../../lib/domain/artifacts/model-door.ts';
import { sha256Hex } from '../../lib/domain/content-hash.ts';
import { ArtifactHashMismatch } from '../../lib/domain/ports/adapter-errors.ts';
import { fittedModel } from '../../lib/training/formats/stored-model.ts';
import { writeXgboostJson } from '../../lib/training/formats/write-xgboost.ts';
import { churnDefinition, churnOutcomes, EXECUTION, frozenOutcomes } from './learning-samples.ts';

const boosted = { kind: 'gradient-boosted-trees', parameters: { trees: 5, depth: 3 } };

/** The step, and a way to bring a file along. */
async function setUp(fields: object = {}) {
  const { store, archive, snapshot } = await frozenOutcomes(churnOutcomes(400));
  const definition = churnDefinition({ trainers: [boosted], ...fields });
  const train = createTrain({ store, archive, definition: async () => definition, modelName: 'churn' });
  const run = (trainer: Parameters<typeof train>[0]['trainer']) => train({ execution: EXECUTION, snapshot, trainer });
  const bring = (content: Uint8Array) => {
    const sha256 = sha256Hex(content);
    const file = { key: importKey('churn', sha256), sha256 };
    store.objects.set(file.key, content);
    return file;
  };
  const trained = await run({ index: 0, kind: boosted.kind });
  const adopt = (file: ReturnType<typeof bring>) => run({ index: 0, kind: 'imported', file });
  return { store, trained, bring, adopt };
}

describe('a model that is brought along', () => {
  test('from another deployment of Ratchet gives what training gave, and says that it was imported', async () => {
    const { store, trained, bring, adopt } = await setUp();
    const file = bring(await store.read(trained.model));

    const adopted = await adopt(file);

    const { trainer: _, ...expected } = await readModelArtifact(store, trained.model);
    const { trainer, ...model } = await readModelArtifact(store, adopted.model);
    expect(model).toEqual(expected);
    expect(trainer).toEqual({ kind: 'imported', parameters: { sha256: file.sha256 } });
    expect(adopted).toMatchObject({ trainer: 'imported', validationScore: trained.validationScore });
  });

  test('from elsewhere reads levels by the order in which the definition lists them', async () => {
    const { store, trained, bring, adopt } = await setUp({
      featureRules: { job: { levels: ['pilot', 'nurse', 'clerk'] } },
    });
    const file = bring(await asXgboost(store, trained));

    const { preparation } = await readModelArtifact(store, (await adopt(file)).model);
    expect(preparation.at(-1)).toMatchObject({ feature: 'job', levels: ['pilot', 'nurse', 'clerk'] });
  });

  test('from elsewhere whose levels nobody lists is refused, and nothing is stored', async () => {
    const { store, trained, bring, adopt } = await setUp();
    const file = bring(await asXgboost(store, trained));
    const before = [...store.objects.keys()];

    await expect(adopt(file)).rejects.toMatchObject({ name: 'ModelMismatch' });
    expect([...store.objects.keys()]).toEqual(before);
  });

  test('has to have the very bytes that the request names', async () => {
    const { store, trained, bring, adopt } = await setUp();
    const file = bring(await store.read(trained.model));
    store.objects.set(file.key, new TextEncoder().encode('{}'));

    await expect(adopt(file)).rejects.toThrow(ArtifactHashMismatch);
  });
});

/** The trees of a trained model as a file that XGBoost would have written: it says nothing about levels. */
async function asXgboost(
  store: Parameters<typeof readModelArtifact>[0],
  { model }: { readonly model: Parameters<typeof readModelArtifact>[1] },
): Promise<Uint8Array> {
  const { scorer } = fittedModel(await readModelArtifact(store, model), 'model');
  if (scorer.kind !== 'trees') throw new TypeError('the sample is of trees');
  return new TextEncoder().encode(writeXgboostJson(scorer.ensemble, ['age', 'job']));
}
