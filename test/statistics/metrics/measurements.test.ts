import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measurementsSchema } from '../../../lib/domain/artifacts/evaluation.ts';
import { measure } from '../../../lib/statistics/metrics/measurements.ts';
import { DIGITS, multiclassCases, unweightedCases } from './offline-metrics.ts';

const binary = { positiveClass: 'yes', classes: [] };

describe('with a positive class', () => {
  test.each(unweightedCases)('$name measures what scikit-learn does', ({ y, score, expected }) => {
    const labels = y.map((label) => (label === 1 ? 'yes' : 'no'));

    const measured = measure({ labels, scores: score, ...binary });

    expect(measured.rows).toBe(y.length);
    expect(measured.auc).toBeCloseTo(expected.auc ?? Number.NaN, DIGITS);
    expect(measured.accuracy).toBeCloseTo(expected.accuracy ?? Number.NaN, DIGITS);
    expect(measured.precision).toBeCloseTo(expected.precision ?? Number.NaN, DIGITS);
    expect(measured.recall).toBeCloseTo(expected.recall ?? Number.NaN, DIGITS);
    expect(measured.f1).toBeCloseTo(expected.f1 ?? Number.NaN, DIGITS);
    expect(measured['macro-f1']).toBeCloseTo(expected.macro_f1 ?? Number.NaN, DIGITS);
    expect(measured['log-loss']).toBeCloseTo(expected.log_loss ?? Number.NaN, DIGITS);
    expect(measured.brier).toBeCloseTo(expected.brier ?? Number.NaN, DIGITS);
  });

  test('every other label is negative', () => {
    const measured = measure({ labels: ['yes', 'no', 'perhaps'], scores: [0.9, 0.1, 0.2], ...binary });
    expect(measured).toMatchObject({ rows: 3, auc: 1, accuracy: 1, f1: 1, 'macro-f1': 1 });
  });

  test('a probability of 0.5 predicts it, and less does not', () => {
    expect(measure({ labels: ['yes'], scores: [0.5], ...binary }).accuracy).toBe(1);
    expect(measure({ labels: ['yes'], scores: [0.4999], ...binary }).accuracy).toBe(0);
  });

  test('one class alone has no AUC and everything else', () => {
    const measured = measure({ labels: ['no', 'no'], scores: [0.2, 0.6], ...binary });
    expect(measured).toMatchObject({ rows: 2, auc: null, accuracy: 0.5, f1: 0 });
    expect(measured.brier).toBeCloseTo((0.04 + 0.36) / 2, DIGITS);
  });
});

describe('with several classes', () => {
  test.each(multiclassCases)('$name measures what scikit-learn does', ({ y, proba, expected }) => {
    const labels = y.map(String);

    const measured = measure({ labels, scores: proba, positiveClass: null, classes: ['0', '1', '2'] });

    expect(measured.auc).toBeCloseTo(expected.auc_ovr_macro ?? Number.NaN, DIGITS);
    expect(measured.accuracy).toBeCloseTo(expected.accuracy ?? Number.NaN, DIGITS);
    expect(measured.f1).toBeCloseTo(expected.macro_f1 ?? Number.NaN, DIGITS);
    expect(measured['macro-f1']).toBeCloseTo(expected.macro_f1 ?? Number.NaN, DIGITS);
    expect(measured['log-loss']).toBeCloseTo(expected.log_loss ?? Number.NaN, DIGITS);
    expect(measured.brier).toBeCloseTo(expected.brier_multi_sum ?? Number.NaN, DIGITS);
  });

  test('precision and recall are macro averages', () => {
    const scores = [
      [0.9, 0.1],
      [0.9, 0.1],
      [0.9, 0.1],
      [0.2, 0.8],
    ];
    const measured = measure({ labels: ['a', 'a', 'b', 'b'], scores, positiveClass: null, classes: ['a', 'b'] });
    expect(measured.precision).toBeCloseTo((2 / 3 + 1) / 2, DIGITS);
    expect(measured.recall).toBeCloseTo((1 + 1 / 2) / 2, DIGITS);
  });

  test('the first of equals is predicted', () => {
    const classes = ['a', 'b'];
    expect(measure({ labels: ['a'], scores: [[0.5, 0.5]], positiveClass: null, classes }).accuracy).toBe(1);
    expect(measure({ labels: ['b'], scores: [[0.5, 0.5]], positiveClass: null, classes }).accuracy).toBe(0);
  });

  test('a label that the model does not know is one it gave no chance', () => {
    const classes = ['a', 'b'];
    const scores = [
      [1, 0],
      [0, 1],
      [1, 0],
    ];
    const measured = measure({ labels: ['a', 'b', 'c'], scores, positiveClass: null, classes });
    expect(measured.accuracy).toBeCloseTo(2 / 3, DIGITS);
    expect(measured['log-loss']).toBeCloseTo(-Math.log(1e-15) / 3, DIGITS);
    expect(measured.brier).toBeCloseTo(2 / 3, DIGITS);
    expect(measured.auc).toBeCloseTo((0.75 + 1 + 0.5) / 3, DIGITS);
  });
});

test('without rows everything is undefined', () => {
  const ofClass = { precision: null, recall: null, f1: null, 'macro-f1': null };
  const nothing = { rows: 0, auc: null, accuracy: null, ...ofClass, 'log-loss': null, brier: null };
  expect(measure({ labels: [], scores: [], ...binary })).toEqual(nothing);
  expect(measure({ labels: [], scores: [], positiveClass: null, classes: ['a', 'b'] })).toEqual(nothing);
});

test('whatever is measured can be stored', () => {
  const rows = fc.array(
    fc.record({ label: fc.constantFrom('yes', 'no'), score: fc.double({ min: 0, max: 1, noNaN: true }) }),
  );
  fc.assert(
    fc.property(rows, (sample) => {
      const labels = sample.map(({ label }) => label);
      const scores = sample.map(({ score }) => score);
      const pairs = scores.map((score) => [score, 1 - score]);
      const classes = ['yes', 'no'];
      expect(measurementsSchema.safeParse(measure({ labels, scores, ...binary })).success).toBe(true);
      const several = measure({ labels, scores: pairs, positiveClass: null, classes });
      expect(measurementsSchema.safeParse(several).success).toBe(true);
    }),
  );
});
