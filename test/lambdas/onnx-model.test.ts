import { describe, expect, test } from 'vitest';
import { readSoundModel } from '../../lambdas/stored-model.ts';
import { createTrain } from '../../lambdas/train.ts';
import { createExchange } from '../../lambdas/training-exchange.ts';
import { importKey } from '../../lib/domain/artifacts/imported-model.ts';
import { readModelArtifact, writeModelArtifact } from '../../lib/domain/artifacts/model-door.ts';
import { partObjects } from '../../lib/domain/artifacts/model-parts.ts';
import { readReferenceProfile } from '../../lib/domain/artifacts/reference-profile-door.ts';
import { sha256Hex } from '../../lib/domain/content-hash.ts';
import type { StoredObject } from '../../lib/domain/ports/artifact-store.ts';
import { createScorer } from '../../lib/training/scoring/scorer.ts';
import { inMemoryTrainingExchange } from '../in-memory/in-memory-training-exchange.ts';
import { graphFile, useStandIn } from '../training/onnx/graph-file.ts';
import { answered, post } from './http-samples.ts';
import { churnDefinition, churnOutcomes, EXECUTION, frozenOutcomes } from './learning-samples.ts';
import { predictSetUp } from './predict-set-up.ts';

useStandIn();

const featureRules = { job: { levels: ['clerk', 'nurse', 'pilot'] } };
const own = { kind: 'external', module: 'trainers/own.mjs' };
const boosted = { kind: 'gradient-boosted-trees', parameters: { trees: 5, depth: 3, warmStart: true } };

// old customers leave, those of a late job stay
const file = graphFile({ weights: [[0.02, -0.5]], pair: true });
const scoreOf = (age: number, job: number) => 1 / (1 + Math.exp(0.5 * job - 0.02 * age));

/** The steps, and a way to bring a file along. */
async function setUp(fields: object = {}) {
  const { store, archive, snapshot } = await frozenOutcomes(churnOutcomes(400));
  const definition = churnDefinition({ trainers: [boosted, own], featureRules, ...fields });
  const ports = { store, archive, definition: async () => definition, modelName: 'churn' };
  const exchange = inMemoryTrainingExchange();
  const train = createTrain(ports);
  const input = { execution: EXECUTION, snapshot };
  const adopt = (content: Uint8Array) => {
    const sha256 = sha256Hex(content);
    const brought = { key: importKey('churn', sha256), sha256 };
    store.objects.set(brought.key, content);
    return train({ ...input, trainer: { index: 0, kind: 'imported', file: brought } });
  };
  const learn = (champion: StoredObject) =>
    train({ ...input, trainer: { index: 0, kind: boosted.kind, champion: addressOf(champion) } });
  const takeOver = (content: Uint8Array) => {
    exchange.files.set('folder/model', content);
    const trainer = { index: 1, kind: 'external' };
    return createExchange({ ...ports, exchange })({ ...input, trainer }, { phase: 'adopt', folder: 'folder' });
  };
  return { store, adopt, learn, takeOver };
}

const addressOf = ({ key, sha256 }: StoredObject) => ({ key, sha256 });

describe('a graph in ONNX that is brought along', () => {
  test('is stored by its hash, and the model says where', async () => {
    const { store, adopt } = await setUp();

    const { model, trainer, referenceProfile } = await adopt(file);

    const artifact = await readModelArtifact(store, model);
    const sha256 = sha256Hex(file);
    const key = `churn/models/${sha256}/model.onnx`;
    expect(artifact.scorer).toEqual({ kind: 'onnx', key, sha256, bytes: file.length });
    expect(partObjects(artifact)).toEqual([{ key, sha256, bytes: file.length }]);
    expect(store.objects.get(key)).toEqual(file);
    expect(trainer).toBe('imported');
    const { features } = await readReferenceProfile(store, referenceProfile as StoredObject, artifact);
    expect(features.map(({ importance }) => importance)).toEqual([0.5, 0.5]);
  });

  test('scores what its columns mean, wherever it is loaded', async () => {
    const { store, adopt } = await setUp();

    const { model } = await readSoundModel(store, (await adopt(file)).model);

    const score = createScorer(model);
    expect(score({ age: 30, job: 'pilot' })).toBeCloseTo(scoreOf(30, 2), 6);
    expect(score({ age: 60, job: 'clerk' })).toBeCloseTo(scoreOf(60, 0), 6);
    expect(score({})).toBe(0.5);
  });

  test('answers predictions', async () => {
    const { store, adopt } = await setUp();
    const artifact = await readModelArtifact(store, (await adopt(file)).model);
    const { http, smokeTest } = await predictSetUp({ model: artifact, graph: file });

    const response = await http(post('/predict', { rows: [{ age: 30, job: 'pilot' }, { job: 'nurse' }] }));

    expect(await smokeTest()).toMatchObject({ ok: true });
    const [first, second] = answered(response).scores;
    expect(first).toBeCloseTo(scoreOf(30, 2), 6);
    expect(second).toBeCloseTo(scoreOf(0, 1), 6);
  });

  test('that cannot be served is refused, and nothing is stored', async () => {
    const { store, adopt } = await setUp();

    await expect(adopt(graphFile({ weights: [[1, 2, 3]] }))).rejects.toMatchObject({ name: 'ModelMismatch' });
    expect([...store.objects.keys()].filter((key) => key.startsWith('churn/models/'))).toEqual([]);
  });

  test('counts with its bytes where a model may not be larger', async () => {
    const large = { weights: [[0.02, -0.5]], inputs: ['x'.repeat(40_000)] };
    const { adopt } = await setUp({ gate: { artifactKilobytes: { warning: 30, maximum: 40 } } });

    await expect(adopt(graphFile(large))).rejects.toMatchObject({ name: 'ArtifactTooLarge' });
    await expect(adopt(file)).resolves.toMatchObject({ trainer: 'imported' });
  });
});

test('a trainer of the owner may write one', async () => {
  const { store, takeOver } = await setUp();

  const learnt = await takeOver(file);

  const { model } = await readSoundModel(store, (learnt as { model: StoredObject }).model);
  expect(createScorer(model)({ age: 30, job: 'nurse' })).toBeCloseTo(scoreOf(30, 1), 6);
});

describe('a stored graph is not served', () => {
  test('with other bytes', async () => {
    const { store, adopt } = await setUp();
    const { model } = await adopt(file);
    store.objects.set(`churn/models/${sha256Hex(file)}/model.onnx`, graphFile({ weights: [[0, 0]] }));

    await expect(readSoundModel(store, model)).rejects.toMatchObject({ name: 'ArtifactHashMismatch' });
  });

  test('that does not compute what it did, but for the rounding of another processor', async () => {
    const { store, adopt } = await setUp();
    const artifact = await readModelArtifact(store, (await adopt(file)).model);
    const expecting = (score: number) => writeModelArtifact(store, { ...artifact, golden: [{ row: {}, score }] });

    await expect(readSoundModel(store, await expecting(0.500009))).resolves.toMatchObject({ model: {} });
    await expect(readSoundModel(store, await expecting(0.500011))).rejects.toThrow(
      /golden row 0 should score 0.500011, got 0.5$/,
    );
  });

  test('over other columns than the file has', async () => {
    const { store, adopt } = await setUp();
    const artifact = await readModelArtifact(store, (await adopt(file)).model);

    const other = await writeModelArtifact(store, { ...artifact, preparation: artifact.preparation.slice(1) });

    await expect(readSoundModel(store, other)).rejects.toMatchObject({ name: 'ArtifactBroken' });
  });
});

test('a training that would start from a champion begins anew after a graph, which takes no runtime', async () => {
  const { store, adopt, learn } = await setUp();
  const { model: champion } = await adopt(file);
  store.objects.delete(`churn/models/${sha256Hex(file)}/model.onnx`);

  await expect(learn(champion)).resolves.toMatchObject({ trainer: boosted.kind });
});
