import { describe, expect, test } from 'vitest';
import type { ModelArtifact } from '../../../lib/domain/artifacts/model-artifact.ts';
import { readModelArtifact, writeModelArtifact } from '../../../lib/domain/artifacts/model-door.ts';
import { contentHash, sha256Hex } from '../../../lib/domain/content-hash.ts';
import { ArtifactBroken, ArtifactHashMismatch, ArtifactMissing } from '../../../lib/domain/ports/adapter-errors.ts';
import { inMemoryArtifactStore } from '../../in-memory/in-memory-artifact-store.ts';
import { binaryModel, constantModel, multiclassModel } from './artifact-samples.ts';

/** The error of reading these bytes as a model. */
async function refusal(text: string | Uint8Array): Promise<Error> {
  const store = inMemoryArtifactStore();
  const content = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const object = await store.write({ modelName: 'churn', kind: 'models', name: 'model.json', content });
  return readModelArtifact(store, object).then(
    () => new Error('accepted'),
    (error: Error) => error,
  );
}

describe('a model', () => {
  test.each([
    ['of one output', binaryModel],
    ['of several classes', multiclassModel],
    ['that is constant', constantModel],
    [
      'that is constant over classes',
      { ...multiclassModel, scorer: { kind: 'constant', probabilities: [0.2, 0.3, 0.5] } },
    ],
  ] satisfies [string, ModelArtifact][])('%s comes back as it was written', async (_what, model) => {
    const store = inMemoryArtifactStore();
    const object = await writeModelArtifact(store, model);
    expect(object.key).toBe(`churn/models/${object.sha256}/model.json`);
    expect(await readModelArtifact(store, object)).toEqual(model);
  });

  test('has one key, in whatever order its fields are', async () => {
    const store = inMemoryArtifactStore();
    const reordered = Object.fromEntries(Object.entries(binaryModel).toReversed()) as unknown as ModelArtifact;
    expect(await writeModelArtifact(store, reordered)).toEqual(await writeModelArtifact(store, binaryModel));
  });

  test('that was altered is not looked at', async () => {
    const store = inMemoryArtifactStore();
    const object = await writeModelArtifact(store, binaryModel);
    store.objects.set(object.key, new TextEncoder().encode('{}'));
    await expect(readModelArtifact(store, object)).rejects.toThrow(ArtifactHashMismatch);
  });

  test('that is not there is missing', async () => {
    const object = { key: 'churn/models/x/model.json', sha256: sha256Hex('x') };
    await expect(readModelArtifact(inMemoryArtifactStore(), object)).rejects.toThrow(ArtifactMissing);
  });
});

describe('what is no model', () => {
  test.each([
    ['no JSON', 'model'],
    ['a JSON that ends too early', JSON.stringify(binaryModel).slice(0, -1)],
    ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
  ])('because it is %s is broken, and the message says where it lies', async (_what, text) => {
    const error = await refusal(text);
    expect(error).toBeInstanceOf(ArtifactBroken);
    expect(error.message).toMatch(/^churn\/models\/[0-9a-f]{64}\/model\.json should be JSON in UTF-8, got \d+ bytes/);
  });

  test('names every wrong field', async () => {
    const error = await refusal(JSON.stringify({ ...binaryModel, schema: 'ratchet.model/2', target: '', surplus: 1 }));
    expect(error).toBeInstanceOf(ArtifactBroken);
    expect(error.message).toContain(`'schema' should be "ratchet.model/1", got "ratchet.model/2"`);
    expect(error.message).toContain(`'target' should be at least 1 characters long, got ""`);
    expect(error.message).toContain(`'surplus' should not be there: no such field, got 1`);
  });

  test('has numbers beyond what a number can be', async () => {
    const text = JSON.stringify(binaryModel).replace('"intercepts":[0]', '"intercepts":[1e999]');
    expect((await refusal(text)).message).toContain("'scorer.intercepts[0]'");
  });
});

const other = { ...binaryModel.features, loan: 'categorical' as const };
const [age, job] = binaryModel.preparation;
const linear = (weights: number[][], intercepts = [0]) => ({
  scorer: { kind: 'linear' as const, weights, intercepts },
});
const memberOf = (name: string, weight: number) => {
  const sha256 = sha256Hex(name);
  return { weight, sha256, key: `churn/models/${sha256}/model.json`, bytes: 100 };
};
const ensemble = (...members: ReturnType<typeof memberOf>[]): Partial<ModelArtifact> => {
  return { preparation: [], scorer: { kind: 'ensemble', members } };
};
const graph = (key: string): Partial<ModelArtifact> => ({
  scorer: { kind: 'onnx', sha256: sha256Hex('graph'), bytes: 100, key },
});
const six = [0, 0, 0, 0, 0, 0];

describe('what does not fit together', () => {
  test.each<[string, ModelArtifact, Partial<ModelArtifact>, string]>([
    ['classes next to a positive class', binaryModel, { classes: ['yes', 'no'] }, "'classes' should be empty next to"],
    ['one class alone', multiclassModel, { classes: ['low'] }, "'classes' should be at least two different labels"],
    [
      'a class twice',
      multiclassModel,
      { classes: ['a', 'b', 'a'] },
      "'classes' should be at least two different labels",
    ],
    [
      'the hash of other features',
      binaryModel,
      { features: other },
      `'featureSetSha256' should be ${contentHash(other)}`,
    ],
    ['a weight too few', binaryModel, linear([six.slice(1)]), "'scorer.weights[0]' should have 6 entries, got 5"],
    ['a weight too many', binaryModel, linear([[...six, 0]]), "'scorer.weights[0]' should have 6 entries, got 7"],
    ['an output too many', binaryModel, linear([six, six]), "'scorer.weights' should have 1 entries, got 2"],
    ['an intercept too many', binaryModel, linear([six], [0, 0]), "'scorer.intercepts' should have 1 entries, got 2"],
    [
      'an output too few',
      multiclassModel,
      linear([six, six], [0, 0]),
      "'scorer.intercepts' should have 3 entries, got 2",
    ],
    ['columns without weights', binaryModel, { preparation: [] }, "'scorer.weights[0]' should have 0 entries, got 6"],
    [
      'a probability too many',
      constantModel,
      { scorer: { kind: 'constant', probabilities: [0.5, 0.5] } },
      "'scorer.probabilities' should have 1 entries, got 2",
    ],
    [
      'probabilities that are none together',
      multiclassModel,
      { scorer: { kind: 'constant', probabilities: [0.2, 0.2, 0.2] } },
      "'scorer.probabilities' should add up to 1",
    ],
    [
      'votes that are more than one together',
      binaryModel,
      ensemble(memberOf('trees', 0.6), memberOf('forest', 0.5)),
      "'scorer.members' should have weights that add up to 1, got 1.1",
    ],
    [
      'a member elsewhere than its hash says',
      binaryModel,
      ensemble(memberOf('trees', 0.5), { ...memberOf('forest', 0.5), key: 'churn/models/../forest.json' }),
      `'scorer.members[1].key' should be churn/models/${sha256Hex('forest')}/model.json, where its hash says`,
    ],
    [
      'a member of another model',
      binaryModel,
      ensemble(memberOf('trees', 0.5), {
        ...memberOf('forest', 0.5),
        key: memberOf('forest', 1).key.replace('churn', 'other'),
      }),
      `'scorer.members[1].key' should be churn/models/`,
    ],
    [
      'a graph of another model',
      binaryModel,
      graph(`other/models/${sha256Hex('graph')}/model.onnx`),
      `'scorer.key' should be churn/models/${sha256Hex('graph')}/model.onnx, where its hash says`,
    ],
    [
      'a graph over columns for a linear model',
      binaryModel,
      graph(`churn/models/${sha256Hex('graph')}/model.onnx`),
      "'preparation[0].kind' should be one for a network, got",
    ],
    [
      'a preparation of no feature',
      binaryModel,
      { preparation: [{ ...age, feature: 'constructor' }, job] as ModelArtifact['preparation'] },
      `'preparation[0].feature' should be one of the numeric features, got "constructor"`,
    ],
    [
      'a preparation of another kind',
      binaryModel,
      { preparation: [{ ...age, feature: 'job' }, job] as ModelArtifact['preparation'] },
      "'preparation[0].feature' should be one of the numeric features",
    ],
    [
      'a feature that is prepared twice',
      binaryModel,
      { preparation: [age, age] as ModelArtifact['preparation'] },
      "'preparation[1].feature' should be a feature that is prepared once",
    ],
    [
      'a level twice',
      binaryModel,
      { preparation: [age, { ...job, levels: ['a', 'a'] }] as ModelArtifact['preparation'] },
      "'preparation[1].levels' should be different from each other",
    ],
    [
      'a golden score for each of no classes',
      binaryModel,
      { golden: [{ row: {}, score: [0.5] }] },
      "'golden[0].score' should be one probability, got [0.5]",
    ],
    [
      'a golden score for too few classes',
      multiclassModel,
      { golden: [{ row: {}, score: [0.5, 0.5] }] },
      "'golden[0].score' should be 3 probabilities, one per class",
    ],
  ])('%s is broken, whether it is read or written', async (_what, model, change, message) => {
    const wrong = { ...model, ...change };
    const error = await refusal(JSON.stringify(wrong));
    expect(error).toBeInstanceOf(ArtifactBroken);
    expect(error.message).toContain(message);
    await expect(writeModelArtifact(inMemoryArtifactStore(), wrong)).rejects.toThrow(ArtifactBroken);
  });

  test('is named field by field', async () => {
    const error = await refusal(JSON.stringify({ ...binaryModel, ...linear([six.slice(2)], [0, 0]), classes: ['a'] }));
    for (const field of ["'classes'", "'scorer.weights[0]'", "'scorer.intercepts'"])
      expect(error.message).toContain(field);
  });
});
