import { expect, test } from 'vitest';
import { brierScore, logLoss, multiclassBrierScore } from '../../../lib/statistics/metrics/probability-loss.ts';
import { DIGITS, multiclassCases, unweightedCases } from './offline-metrics.ts';

test.each(unweightedCases)('log-loss and Brier score of $name are what scikit-learn computes', (sample) => {
  const { y, score, expected } = sample;
  const positives = y.map((label) => label === 1);
  const ofTruth = score.map((probability, row) => (positives[row] ? probability : 1 - probability));
  expect(logLoss(ofTruth)).toBeCloseTo(expected.log_loss ?? Number.NaN, DIGITS);
  expect(brierScore(positives, score)).toBeCloseTo(expected.brier ?? Number.NaN, DIGITS);
});

test.each(multiclassCases)('they are for the classes of $name, too', ({ y, proba, expected }) => {
  expect(logLoss(proba.map((row, index) => row[y[index] ?? -1] ?? 0))).toBeCloseTo(expected.log_loss ?? 0, DIGITS);
  expect(multiclassBrierScore(y, proba)).toBeCloseTo(expected.brier_multi_sum ?? Number.NaN, DIGITS);
});

test('a certain mistake costs as much as a probability of 1e-15, and certainty of the truth next to nothing', () => {
  expect(logLoss([0])).toBeCloseTo(-Math.log(1e-15), DIGITS);
  expect(logLoss([1e-20])).toBeCloseTo(-Math.log(1e-15), DIGITS);
  expect(logLoss([1])).toBeGreaterThan(0);
  expect(logLoss([1])).toBeLessThan(1e-14);
});

test('the Brier score of one output is half of that of two', () => {
  expect(brierScore([true, false], [0.7, 0.4])).toBeCloseTo((0.09 + 0.16) / 2, DIGITS);
  const pairs = [
    [0.3, 0.7],
    [0.6, 0.4],
  ];
  expect(multiclassBrierScore([1, 0], pairs)).toBeCloseTo(0.09 + 0.16, DIGITS);
});

test('without rows nothing is defined', () => {
  expect([logLoss([]), brierScore([], []), multiclassBrierScore([], [])]).toEqual([null, null, null]);
});
