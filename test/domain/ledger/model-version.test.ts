import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BASELINE_VERSION,
  compareModelVersions,
  type ModelLineage,
  modelVersionSchema,
  nextModelVersion,
  type VersionChange,
  versionChange,
  versionEpoch,
} from '../../../lib/domain/ledger/model-version.ts';
import { timestamp } from '../../../lib/domain/time.ts';

const champion: ModelLineage = {
  target: 'churned',
  features: { age: 'numeric', plan: 'categorical' },
  trainerFamily: 'trees',
  datasetSha256: 'aaaa',
};

describe('how far a candidate is from the champion', () => {
  test.each<[VersionChange, string, Partial<ModelLineage>]>([
    ['major', 'another target', { target: 'upgraded' }],
    ['major', 'another trainer family', { trainerFamily: 'linear' }],
    ['major', 'a feature removed', { features: { age: 'numeric' } }],
    ['major', 'a feature retyped', { features: { age: 'categorical', plan: 'categorical' } }],
    ['major', 'a feature renamed', { features: { years: 'numeric', plan: 'categorical' } }],
    ['major', 'a feature removed while two are added', { features: { age: 'numeric', a: 'numeric', b: 'numeric' } }],
    ['major', 'another target on new data', { target: 'upgraded', datasetSha256: 'bbbb' }],
    ['minor', 'a feature added', { features: { ...champion.features, tenure: 'numeric' } }],
    ['minor', 'new data', { datasetSha256: 'bbbb' }],
    ['minor', 'a feature added on new data', { features: { ...champion.features, x: 'numeric' }, datasetSha256: 'b' }],
    ['patch', 'the same data with other parameters', {}],
    ['patch', 'the same features in another order', { features: { plan: 'categorical', age: 'numeric' } }],
  ])('is %s for %s', (change, _, difference) => {
    expect(versionChange(champion, { ...champion, ...difference })).toBe(change);
  });
});

describe('the next version', () => {
  test.each<[string, VersionChange, string]>([
    ['1.4.2', 'major', '2.0.0'],
    ['1.4.2', 'minor', '1.5.0'],
    ['1.4.2', 'patch', '1.4.3'],
    ['1.9.9', 'minor', '1.10.0'],
    ['9.0.0', 'major', '10.0.0'],
    [BASELINE_VERSION, 'patch', '1.0.0'],
    [BASELINE_VERSION, 'minor', '1.0.0'],
    [BASELINE_VERSION, 'major', '1.0.0'],
    ['0.0.1', 'patch', '0.0.2'],
  ])('after %s with a %s change is %s', (latest, change, next) => {
    expect(nextModelVersion(latest, change)).toBe(next);
  });

  test('is always a higher version', () => {
    const part = fc.nat({ max: 99_999 });
    fc.assert(
      fc.property(fc.tuple(part, part, part), fc.constantFrom('major', 'minor', 'patch'), (parts, change) => {
        const latest = parts.join('.');

        const next = nextModelVersion(latest, change);

        expect(modelVersionSchema.safeParse(next).success).toBe(true);
        expect(compareModelVersions(next, latest)).toBeGreaterThan(0);
        expect(compareModelVersions(latest, next)).toBeLessThan(0);
      }),
    );
  });
});

test('versions are sorted as numbers, not as texts', () => {
  const versions = ['1.10.0', '10.0.0', '1.9.0', '1.9.10', '1.9.9', '0.0.0'];

  expect(versions.toSorted(compareModelVersions)).toEqual(['0.0.0', '1.9.0', '1.9.9', '1.9.10', '1.10.0', '10.0.0']);
  expect(compareModelVersions('1.2.3', '1.2.3')).toBe(0);
});

test.each([
  ['1.4.0', true],
  ['0.0.0', true],
  ['1.4', false],
  ['v1.4.0', false],
  ['01.4.0', false],
  ['1.4.0-rc.1', false],
  ['1.4.0\n', false],
  [`1.0.${'9'.repeat(28)}`, true],
  [`1.0.${'9'.repeat(29)}`, false],
])('%j is a model version: %s', (text, accepted) => {
  expect(modelVersionSchema.safeParse(text).success).toBe(accepted);
});

test('the epoch of a version is the whole second it was made in', () => {
  expect(versionEpoch(timestamp(1_730_483_820_000))).toBe(1_730_483_820);
  expect(versionEpoch('2024-11-01T17:57:00.999Z')).toBe(1_730_483_820);
});
