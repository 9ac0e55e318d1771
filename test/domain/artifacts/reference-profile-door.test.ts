import { describe, expect, test } from 'vitest';
import { ProfileMismatch } from '../../../lib/domain/artifacts/drift-errors.ts';
import { type ReferenceProfile, referenceProfileOf } from '../../../lib/domain/artifacts/reference-profile.ts';
import { readReferenceProfile, writeReferenceProfile } from '../../../lib/domain/artifacts/reference-profile-door.ts';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import { ArtifactBroken } from '../../../lib/domain/ports/adapter-errors.ts';
import { inMemoryArtifactStore } from '../../in-memory/in-memory-artifact-store.ts';
import { binaryModel } from './artifact-samples.ts';
import { numericFeature, sampleProfile } from './drift-samples.ts';

const { features: modelFeatures, modelName } = binaryModel;

async function readBack(profile: ReferenceProfile, model: Parameters<typeof readReferenceProfile>[2] = binaryModel) {
  const store = inMemoryArtifactStore();
  return readReferenceProfile(store, await writeReferenceProfile(store, profile), model);
}

test('a profile of the same features is read as it was written', async () => {
  expect(await readBack(sampleProfile())).toEqual(sampleProfile());
});

test('a profile says which model and which snapshot it is of', () => {
  const object = (name: string) => ({ key: name, sha256: sha256Hex(name), bytes: 1 });
  const { rows, features, scoreRows, scores } = sampleProfile();
  expect(
    referenceProfileOf({ modelName }, object('model'), object('snapshot'), { rows, features, scoreRows, scores }),
  ).toEqual(sampleProfile());
});

describe('a profile of other features is refused, with their names', () => {
  const { age, ...withoutAge } = modelFeatures as Record<string, 'numeric' | 'categorical'>;

  test.each([
    ['one that the model has not got', withoutAge, "'age' is no feature of the model"],
    ['one that it lacks', { ...modelFeatures, income: 'numeric' as const }, "'income' is not in it"],
    ['one of another kind', { ...withoutAge, age: 'categorical' as const }, "'age' should be categorical, got numeric"],
  ])('%s', async (_what, features, text) => {
    const reading = readBack(sampleProfile(), { modelName, features });
    await expect(reading).rejects.toThrow(ProfileMismatch);
    await expect(reading).rejects.toThrow(text);
  });

  test('another model', async () => {
    const reading = readBack(sampleProfile({ modelName: 'upsell' }));
    await expect(reading).rejects.toThrow(ProfileMismatch);
    await expect(reading).rejects.toThrow("it is of the model 'upsell' and not of 'churn'");
  });

  test('in whatever order they are', async () => {
    const profile = sampleProfile();
    await expect(readBack({ ...profile, features: profile.features.toReversed() })).resolves.toMatchObject({});
  });
});

describe('a profile cannot be stored', () => {
  const age = numericFeature('age', 1);
  const [yes = { output: 'yes', edges: [], bins: [], positives: [] }] = sampleProfile().scores;
  const ages = (details: object) => ({ features: [{ ...age, ...details } as typeof age] });
  const job = (counts: object) => ({
    features: [{ kind: 'categorical', feature: 'job', missing: [], importance: 1, counts } as unknown as typeof age],
  });

  test.each<[string, Partial<ReferenceProfile>, string]>([
    ['whose edges do not rise', ages({ edges: [10, 20, 30, 40, 50, 60, 70, 80, 80] }), "'features[0].edges'"],
    ['that has another number of edges', ages({ edges: [1, 2] }), "'features[0].edges' should be 9"],
    ['that counts other rows', { ...ages({}), rows: 9_999 }, "'features[0].counts' should count 9999 rows, got 10000"],
    ['that counts other scores', { scoreRows: 3 }, "'scores[0].bins' should count 3 rows"],
    ['with positives of other bins', { scores: [{ ...yes, positives: [1] }] }, "'scores[0].positives' should be 10"],
    [
      'with more positives than rows',
      { scores: [{ ...yes, positives: yes.positives.with(3, 1_001) }] },
      "'scores[0].positives[3]' should be at most the 1000 rows of its bin, got 1001",
    ],
    [
      'with less than no positive',
      { scores: [{ ...yes, positives: yes.positives.with(0, -1) }] },
      "'scores[0].positives[0]'",
    ],
    ['whose importances are no shares', ages({ importance: 0.9 }), 'should have importances that add up to 1, got 0.9'],
    ['that has a feature twice', { features: [numericFeature('age', 0.5), numericFeature('age', 0.5)] }, '"age"'],
    [
      'that has a level twice',
      job({ levels: new Array(2).fill({ level: 'a', rows: 5_000 }), other: 0, missing: 0 }),
      '"a"',
    ],
    ['whose levels are other rows', job({ levels: [], other: 3, missing: 4 }), 'should count 10000 rows, got 7'],
    ['with a negative count', ages({ counts: { bins: [-1, ...new Array(9).fill(1)], missing: 10_000 } }), 'bins[0]'],
    ['with a count that is not a number', ages({ counts: { bins: [Number.NaN], missing: 0 } }), 'bins[0]'],
    ['with part of a row', job({ levels: [], other: 0.5, missing: 9_999.5 }), 'other'],
  ])('%s', async (_what, details, text) => {
    const store = inMemoryArtifactStore();
    const writing = writeReferenceProfile(store, sampleProfile(details));
    await expect(writing).rejects.toThrow(ArtifactBroken);
    await expect(writing).rejects.toThrow(text);
    expect(store.objects.size).toBe(0);
  });
});
