import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accuracy,
  f1Score,
  macroF1,
  macroMean,
  precision,
  recall,
} from '../../../lib/statistics/metrics/class-agreement.ts';
import { DIGITS, multiclassCases, predictedCases, unweightedCases } from './offline-metrics.ts';

const predictions = unweightedCases.map(({ score, ...rest }) => ({
  ...rest,
  predicted: score.map((value) => Number(value >= 0.5)),
}));

describe.each(predictions)('on $name', ({ y, predicted, expected }) => {
  test('accuracy, precision, recall, F1 and macro F1 are what scikit-learn computes', () => {
    expect(accuracy(y, predicted)).toBeCloseTo(expected.accuracy ?? Number.NaN, DIGITS);
    expect(precision(y, predicted, 1)).toBeCloseTo(expected.precision ?? Number.NaN, DIGITS);
    expect(recall(y, predicted, 1)).toBeCloseTo(expected.recall ?? Number.NaN, DIGITS);
    expect(f1Score(y, predicted, 1)).toBeCloseTo(expected.f1 ?? Number.NaN, DIGITS);
    expect(macroF1(y, predicted)).toBeCloseTo(expected.macro_f1 ?? Number.NaN, DIGITS);
  });
});

test.each(multiclassCases)('on the classes of $name they are, too', ({ y, proba, expected }) => {
  const predicted = proba.map((row) => row.indexOf(Math.max(...row)));
  expect(accuracy(y, predicted)).toBeCloseTo(expected.accuracy ?? Number.NaN, DIGITS);
  expect(macroF1(y, predicted)).toBeCloseTo(expected.macro_f1 ?? Number.NaN, DIGITS);
});

test.each(predictedCases)('a class that is never predicted counts as 0: $name', ({ y, pred, expected }) => {
  expect(macroF1(y, pred)).toBeCloseTo(expected.macro_f1_zero_division_0 ?? Number.NaN, DIGITS);
  expect(accuracy(y, pred)).toBeCloseTo(expected.accuracy ?? Number.NaN, DIGITS);
});

test('a class that is predicted and never occurs counts as 0 too', () => {
  expect(macroF1([0, 0], [0, 2])).toBeCloseTo((2 / 3 + 0) / 2, DIGITS);
});

test('the F1 of a class that neither occurs nor is predicted is 0', () => {
  expect(f1Score([0, 0], [0, 0], 1)).toBe(0);
});

test('the precision of a class that is never predicted is 0, and the recall of one that never occurs', () => {
  expect([precision([1, 0], [0, 0], 1), recall([1, 0], [0, 0], 1)]).toEqual([0, 0]);
  expect([precision([0, 0], [1, 0], 1), recall([0, 0], [1, 0], 1)]).toEqual([0, 0]);
});

test('macro averages of both are over every class that occurs or was predicted', () => {
  // class 0: 2 of 2 said, 2 of 3 found; class 1: 1 of 2 said, 1 of 1 found
  const [actual, predicted] = [
    [0, 0, 0, 1],
    [0, 0, 1, 1],
  ];
  expect(macroMean(precision, actual, predicted)).toBeCloseTo((1 + 1 / 2) / 2, DIGITS);
  expect(macroMean(recall, actual, predicted)).toBeCloseTo((2 / 3 + 1) / 2, DIGITS);
  expect(macroMean(precision, [...actual, 2], [...predicted, 0])).toBeCloseTo((2 / 3 + 1 / 2 + 0) / 3, DIGITS);
  expect(macroMean(recall, [...actual, 1], [...predicted, 2])).toBeCloseTo((2 / 3 + 1 / 2 + 0) / 3, DIGITS);
});

test('F1 is the harmonic mean of precision and recall', () => {
  const rows = fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 1 });
  fc.assert(
    fc.property(rows, (pairs) => {
      const [actual, predicted] = [pairs.map(([label]) => label), pairs.map(([, said]) => said)];
      const [exact, found] = [precision(actual, predicted, 1) ?? 0, recall(actual, predicted, 1) ?? 0];
      const mean = exact + found === 0 ? 0 : (2 * exact * found) / (exact + found);
      expect(f1Score(actual, predicted, 1)).toBeCloseTo(mean, DIGITS);
    }),
  );
});

test('without rows nothing is defined', () => {
  const ofClass = [f1Score([], [], 1), precision([], [], 1), recall([], [], 1)];
  expect([accuracy([], []), ...ofClass, macroF1([], [])]).toEqual([null, null, null, null, null]);
});
