import { describe, expect, test } from 'vitest';
import type { ChampionSchema } from '../../../lib/domain/data-gate/data-gate-question.ts';
import { found, told, verdict } from './data-gate-samples.ts';

const champion: ChampionSchema = {
  modelVersion: '1.2.0',
  target: 'y',
  positiveClass: 'yes',
  classes: [],
  features: { marital: 'categorical', age: 'numeric', job: 'categorical', balance: 'numeric' },
};
const reasonWith = (changed: Partial<ChampionSchema>) => found({ champion: { ...champion, ...changed } })[0]?.reason;

test('a champion of the same features and classes is as expected, in whatever order they stand', () => {
  expect(told({ champion })).toEqual([]);
});

test('without a champion there is nothing to differ from', () => {
  expect(told({ champion: null })).toEqual([]);
});

describe('a champion that differs from the definition', () => {
  test.each([
    [
      'in a feature that is new',
      { features: { age: 'numeric', job: 'categorical', marital: 'categorical' } },
      "'balance', which is new",
    ],
    ['in a feature that is gone', { features: { ...champion.features, pdays: 'numeric' } }, "'pdays', which is gone"],
    ['in the kind of one', { features: { ...champion.features, age: 'categorical' } }, "'age', which was categorical"],
    ['in its target', { target: 'churned' }, 'target'],
    ['in its positive class', { positiveClass: 'Yes' }, 'positiveClass'],
    ['in its classes', { positiveClass: null, classes: ['yes', 'no'] }, 'positiveClass, classes'],
  ] satisfies [string, Partial<ChampionSchema>, string][])('%s, warns and says so', (_, changed, difference) => {
    expect(told({ champion: { ...champion, ...changed } })).toEqual(['SchemaChanged warning']);
    expect(reasonWith(changed)).toBe(
      `the champion 1.2.0 differs from the definition in ${difference}, and 0 differences are expected: see whether that is meant`,
    );
  });

  test('stops the training where that is refused', () => {
    const changed = { ...champion, target: 'churned' };
    const fields = { gate: { changedSchema: 'refuse' } };

    expect(verdict({ champion: changed }, fields)).toMatchObject({
      decision: 'skip',
      code: 'SchemaChanged',
      reason: expect.stringMatching(/set gate\.changedSchema to accept if that is meant$/),
      findings: [{ value: 1, threshold: 0, n: 4 }],
    });
    expect(verdict({ champion }, fields)).toMatchObject({ decision: 'train' });
  });

  test('in much, has five of the differences named and all of them counted', () => {
    const features = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`gone${index}`, 'numeric' as const]));

    const [finding] = found({ champion: { ...champion, features } });

    expect(finding?.value).toBe(13);
    expect(finding?.reason).toContain("'gone2', which is gone and 8 more, and 0 differences");
  });
});
