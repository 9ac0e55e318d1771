import { describe, expect, test } from 'vitest';
import { accuracy, f1Score, macroF1 } from '../../../lib/statistics/metrics/class-agreement.ts';
import { DIGITS, multiclassCases, predictedCases, unweightedCases } from './offline-metrics.ts';

const predictions = unweightedCases.map(({ score, ...rest }) => ({
  ...rest,
  predicted: score.map((value) => Number(value >= 0.5)),
}));

describe.each(predictions)('on $name', ({ y, predicted, expected }) => {
  test('accuracy, F1 and macro F1 are what scikit-learn computes', () => {
    expect(accuracy(y, predicted)).toBeCloseTo(expected.accuracy ?? Number.NaN, DIGITS);
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

test('without rows nothing is defined', () => {
  expect([accuracy([], []), f1Score([], [], 1), macroF1([], [])]).toEqual([null, null, null]);
});
