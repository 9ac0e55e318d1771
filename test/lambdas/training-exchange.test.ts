import { describe, expect, test } from 'vitest';
import { createTrain } from '../../lambdas/train.ts';
import { createExchange } from '../../lambdas/training-exchange.ts';
import { readModelArtifact } from '../../lib/domain/artifacts/model-door.ts';
import { TrainerUnavailable } from '../../lib/domain/artifacts/training-errors.ts';
import { ArtifactMissing } from '../../lib/domain/ports/adapter-errors.ts';
import { trainOutputSchema } from '../../lib/domain/steps/train.ts';
import { partOf } from '../../lib/training/split.ts';
import { inMemoryTrainingExchange } from '../in-memory/in-memory-training-exchange.ts';
import { churnDefinition, churnOutcomes, EXECUTION, frozenOutcomes } from './learning-samples.ts';

const FOLDER = 'churn/exchanges/abc/monday/1-1';
const own = { kind: 'external', module: 'trainers/own.mjs', parameters: { layers: 2 } };
const boosted = { kind: 'gradient-boosted-trees', parameters: { trees: 5, depth: 3 } };
const definition = churnDefinition({ trainers: [boosted, own] });
const request = { index: 1, kind: 'external' };

async function setUp() {
  const { store, archive, snapshot, rows } = await frozenOutcomes(churnOutcomes(400));
  const files = inMemoryTrainingExchange();
  const ports = { store, archive, definition: async () => definition, modelName: 'churn' };
  const step = createExchange({ ...ports, exchange: files });
  const input = { execution: EXECUTION, snapshot, trainer: request };
  return {
    ...{ store, snapshot, rows, files: files.files },
    layOut: () => step(input, { phase: 'lay-out', folder: FOLDER }),
    adopt: async () => trainOutputSchema.parse(await step(input, { phase: 'adopt', folder: FOLDER })),
    train: createTrain(ports),
  };
}

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe('laying out rows', () => {
  test('writes training and validation rows and what they mean, below the folder of the training', async () => {
    const { layOut, files, rows } = await setUp();
    const count = (part: string) => rows.filter(({ id }) => partOf(id) === part).length;

    expect(await layOut()).toEqual({ trainRows: count('train'), validationRows: count('validation') });
    expect([...files.keys()].sort()).toEqual(
      ['layout.json', 'train.csv', 'validation.csv'].map((name) => `${FOLDER}/rows/${name}`),
    );
    expect(JSON.parse(text(files.get(`${FOLDER}/rows/layout.json`)))).toEqual({
      schema: 'ratchet.training-layout/1',
      modelName: 'churn',
      target: 'churned',
      positiveClass: 'yes',
      classes: [],
      features: [
        { name: 'age', kind: 'numeric' },
        { name: 'job', kind: 'categorical', levels: ['clerk', 'nurse', 'pilot'] },
      ],
      parameters: { layers: 2 },
      rows: { train: count('train'), validation: count('validation') },
    });
  });

  test('gives no row of the holdout away', async () => {
    const { layOut, files, rows } = await setUp();
    await layOut();

    const lines = [...files].flatMap(([key, bytes]) =>
      key.endsWith('.csv') ? text(bytes).trim().split('\n').slice(1) : [],
    );
    expect(lines).toHaveLength(rows.filter(({ id }) => partOf(id) !== 'holdout').length);
  });
});

describe('taking over a model', () => {
  test('stores what training the same trees would have stored, under the name of the trainer', async () => {
    const { store, snapshot, train, files, adopt } = await setUp();
    const trained = await train({ execution: EXECUTION, snapshot, trainer: { index: 0, kind: boosted.kind } });
    const { trainer: _, ...expected } = await readModelArtifact(store, trained.model);
    files.set(`${FOLDER}/model`, await store.read(trained.model));

    const adopted = await adopt();

    const { trainer, ...model } = await readModelArtifact(store, adopted.model);
    expect(model).toEqual(expected);
    expect(trainer).toEqual({ kind: 'external', parameters: { layers: 2, module: 'trainers/own.mjs' } });
    expect(adopted).toMatchObject({ trainer: 'external', validationScore: trained.validationScore });
  });

  test('that was not written fails by a name that no other attempt mends, and stores nothing', async () => {
    const { store, adopt } = await setUp();
    const before = [...store.objects.keys()];

    await expect(adopt()).rejects.toThrow(ArtifactMissing);
    expect([...store.objects.keys()]).toEqual(before);
  });

  test('that is none stores nothing', async () => {
    const { store, files, adopt } = await setUp();
    files.set(`${FOLDER}/model`, new TextEncoder().encode('{"learner": {}}'));
    const before = [...store.objects.keys()];

    await expect(adopt()).rejects.toMatchObject({ name: 'ModelFileBroken' });
    expect([...store.objects.keys()]).toEqual(before);
  });
});

test('a machine that has no states for such a trainer says so', async () => {
  const { train, snapshot } = await setUp();

  await expect(train({ execution: EXECUTION, snapshot, trainer: request })).rejects.toThrow(TrainerUnavailable);
});
