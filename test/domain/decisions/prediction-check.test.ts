import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isValidScore, knownFeatures } from '../../../lib/domain/decisions/prediction-check.ts';

test.each([0, 1, 0.5, Number.MIN_VALUE, [0, 1], [0.25, 0.75], []])('%j is a score', (score) => {
  expect(isValidScore(score)).toBe(true);
});

test.each([
  -Number.MIN_VALUE,
  1 + Number.EPSILON,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  [0.5, Number.NaN],
  [0.5, 1.5],
  [-0.5, 0.5],
])('%j is no score', (score) => {
  expect(isValidScore(score)).toBe(false);
});

test('what a model knows of a row is what both have, unchanged', () => {
  const names = fc.constantFrom('age', 'job', 'toString', 'constructor', 'duration');
  fc.assert(
    fc.property(fc.dictionary(names, fc.integer()), fc.dictionary(names, fc.constant('numeric')), (row, features) => {
      const known = knownFeatures(row, features);

      expect(Object.keys(known).sort()).toEqual(
        Object.keys(row)
          .filter((name) => Object.keys(features).includes(name))
          .sort(),
      );
      for (const [name, value] of Object.entries(known)) expect(value).toBe(row[name]);
    }),
  );
});
