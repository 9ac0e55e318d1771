import { expect, test } from 'vitest';
import { faultsWith } from './definition-samples.ts';

const boosted = (parameters: object) => ({ trainers: [{ kind: 'gradient-boosted-trees', parameters }] });
const several = { positiveClass: undefined, classes: ['yes', 'no', 'later'] };

test.each([
  ['a feature that nobody has', { risingFeatures: ['agee'] }, 'risingFeatures[0]', 'agee'],
  ['names instead of numbers', { fallingFeatures: ['age', 'job'] }, 'fallingFeatures[1]', 'job'],
])('a score that may only rise or fall with %s is refused', (_what, parameters, field, got) => {
  expect(faultsWith(boosted(parameters))).toEqual([
    `'trainers[0].parameters.${field}' should be a numeric feature of the definition, got "${got}"`,
  ]);
});

test('a score that may neither rise nor fall with a feature is refused', () => {
  expect(faultsWith(boosted({ risingFeatures: ['age', 'balance'], fallingFeatures: ['balance'] }))).toEqual([
    `'trainers[0].parameters.fallingFeatures[0]' should not be among 'risingFeatures' too, got "balance"`,
  ]);
});

test('trees of a champion are no start where the score may only rise or fall', () => {
  expect(faultsWith(boosted({ risingFeatures: ['age'], warmStart: true }))).toEqual([
    "'trainers[0].parameters.warmStart' should be false beside 'risingFeatures' or 'fallingFeatures': the champion's trees may do otherwise, got true",
  ]);
  expect(faultsWith(boosted({ risingFeatures: ['age'], fallingFeatures: ['balance'] }))).toEqual([]);
  expect(faultsWith(boosted({ warmStart: true }))).toEqual([]);
});

test('the weight of the positive class needs one', () => {
  const trainers = [{ kind: 'xgboost', parameters: { scale_pos_weight: 5 } }];

  expect(faultsWith({ ...several, trainers })).toEqual([
    "'trainers[0].parameters.scale_pos_weight' should be left out: classes have no positive one, got 5",
  ]);
  expect(faultsWith({ trainers })).toEqual([]);
  expect(faultsWith({ ...several, trainers: [{ kind: 'xgboost' }] })).toEqual([]);
});
