import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedPerformance, type UnlabelledPrediction } from '../../../lib/statistics/drift/cbpe.ts';
import { rocAuc } from '../../../lib/statistics/metrics/auc.ts';
import { accuracy, f1Score } from '../../../lib/statistics/metrics/class-agreement.ts';

const probability = fc.double({ min: 0, max: 1, noNaN: true });
const predictions = fc.array(
  fc.record({ probability, predictedPositive: fc.boolean(), score: fc.integer({ min: 0, max: 9 }) }),
  { minLength: 1, maxLength: 30 },
);
const certain = fc.array(
  fc.record({
    probability: fc.constantFrom(0, 1),
    predictedPositive: fc.boolean(),
    score: fc.integer({ min: 0, max: 9 }),
  }),
  { minLength: 1, maxLength: 30 },
);

describe('the expected performance', () => {
  test('of certain probabilities is the performance', () => {
    fc.assert(
      fc.property(certain, (rows) => {
        const labels = rows.map((row) => row.probability);
        const predicted = rows.map(({ predictedPositive }) => Number(predictedPositive));
        const result = expectedPerformance(rows);
        expect(result.accuracy).toBeCloseTo(accuracy(labels, predicted) ?? Number.NaN, 12);
        expect(result.f1 ?? 0).toBeCloseTo(f1Score(labels, predicted, 1) ?? Number.NaN, 12);
        expect(result.accuracyDeviation).toBe(0);
        const area = rocAuc(
          labels.map((label) => label === 1),
          rows.map(({ score }) => score),
        );
        if (area === null) expect(result.auc).toBeNull();
        else expect(result.auc).toBeCloseTo(area, 12);
      }),
    );
  });

  test('is the mean accuracy over all labels that may come, with their deviation', () => {
    const rows: UnlabelledPrediction[] = [0.9, 0.3, 0.6].map((one) => ({
      probability: one,
      predictedPositive: one >= 0.5,
      score: one,
    }));
    const outcomes = Array.from({ length: 8 }, (_, mask) => {
      const labels = rows.map((_row, index) => (mask >> index) & 1);
      const chance = rows.reduce(
        (product, row, index) => product * (labels[index] ? row.probability : 1 - row.probability),
        1,
      );
      const right = rows.filter((row, index) => row.predictedPositive === (labels[index] === 1)).length;
      return { chance, accuracy: right / rows.length };
    });
    const mean = outcomes.reduce((sum, outcome) => sum + outcome.chance * outcome.accuracy, 0);
    const variance = outcomes.reduce((sum, outcome) => sum + outcome.chance * (outcome.accuracy - mean) ** 2, 0);
    const result = expectedPerformance(rows);
    expect(result.accuracy).toBeCloseTo(mean, 12);
    expect(result.accuracyDeviation).toBeCloseTo(Math.sqrt(variance), 12);
  });

  test('shares every row out among the four cells', () => {
    fc.assert(
      fc.property(predictions, (rows) => {
        const { truePositives, falsePositives, falseNegatives, trueNegatives } = expectedPerformance(rows);
        expect(truePositives + falsePositives).toBeCloseTo(rows.filter((row) => row.predictedPositive).length, 9);
        expect(truePositives + falsePositives + falseNegatives + trueNegatives).toBeCloseTo(rows.length, 9);
      }),
    );
  });

  test('has the harmonic mean of precision and recall', () => {
    fc.assert(
      fc.property(predictions, (rows) => {
        const { precision, recall, f1 } = expectedPerformance(rows);
        if (!precision || !recall) return;
        expect(f1).toBeCloseTo((2 * precision * recall) / (precision + recall), 9);
      }),
    );
  });

  test('is undefined where nothing is predicted positive, and without rows', () => {
    const negative = { probability: 0.2, predictedPositive: false, score: 0.2 };
    expect(expectedPerformance([negative])).toMatchObject({ precision: null, recall: 0, f1: 0, auc: 0.5 });
    expect(expectedPerformance([])).toMatchObject({ accuracy: null, f1: null, auc: null, accuracyDeviation: null });
  });

  test.each([-0.01, 1.01, Number.NaN])('of a probability of %d is refused', (one) => {
    expect(() => expectedPerformance([{ probability: one, predictedPositive: true, score: 0 }])).toThrow(
      new RangeError(`'probability' should be from 0 to 1, got ${one}`),
    );
  });
});
