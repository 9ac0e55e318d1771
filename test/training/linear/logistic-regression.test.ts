import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Objective } from '../../../lib/training/linear/l-bfgs.ts';
import { logisticObjective } from '../../../lib/training/linear/logistic-objective.ts';
import { parameterCount } from '../../../lib/training/linear/logistic-problem.ts';
import { fitLogisticRegression, type LogisticSettings } from '../../../lib/training/linear/logistic-regression.ts';
import { fitLinearPreparation } from '../../../lib/training/preparation/fit-preparation.ts';
import { type PreparedRows, prepareTable } from '../../../lib/training/preparation/prepared-rows.ts';
import { scoreRows } from '../../../lib/training/scoring/score-rows.ts';
import { partOf } from '../../../lib/training/split.ts';
import { bankMarketingRows } from '../bank-marketing.ts';
import { missingOf, tableOf } from '../table/table-of.ts';
import reference from './logistic-regression-reference.json' with { type: 'json' };

const USUAL: LogisticSettings = {
  inverseRegularization: 1,
  maximumIterations: 200,
  tolerance: 1e-4,
  classWeight: 'none',
  warmStart: false,
};

const sample = new Map(['y', 'marital'].map((target) => [target, bankMarketingRows(target)]));

type Case = (typeof reference.cases)[number];

/** Fits what the reference script fitted. */
function fitCase({ target, positive, classes, features, balanced, C, rows, l1Ratio }: Case) {
  const all = (sample.get(target) ?? []).slice(0, rows);
  const [train, holdout] = ['train', 'holdout'].map((part) => all.filter(({ id }) => partOf(id) === part)) as [
    typeof all,
    typeof all,
  ];
  const columns = (['numeric', 'categorical'] as const).flatMap((kind) =>
    features[kind].map((name) => ({ name, kind, missing: kind === 'numeric' ? [] : ['unknown'] })),
  );
  const table = tableOf(
    columns,
    train.map((row) => row.features),
  );
  const preparation = fitLinearPreparation(table, missingOf(columns));
  const prepared = prepareTable(preparation, table);
  const labels = Int32Array.from(train, ({ label }) => classes.indexOf(label));
  const outputs = positive === null ? classes.length : 1;
  const classWeight = balanced ? 'balanced' : 'none';
  const fit = fitLogisticRegression(
    { prepared, labels, outputs },
    { ...USUAL, inverseRegularization: C, classWeight, maximumIterations: 1000, l1Ratio },
  );
  const model = { preparation, scorer: fit.scorer, positiveClass: positive, classes: positive === null ? classes : [] };
  return { fit, prepared, holdout: scoreRows(model, holdout), trainingRows: train.length };
}

describe.each(reference.cases)('$name of the sample data', { timeout: 30_000 }, (expected) => {
  let fitted: ReturnType<typeof fitCase>;

  beforeAll(() => {
    fitted = fitCase(expected);
  });

  test('is learnt from the same rows and columns as by scikit-learn', () => {
    expect(fitted.trainingRows).toBe(expected.trainingRows);
    expect(fitted.prepared.columns).toBe(expected.columns);
    expect(fitted.holdout.rows).toHaveLength(expected.holdoutRows);
  });

  test('ends within a millionth of the minimum, with one output closer still', () => {
    expect(fitted.fit.converged).toBe(true);
    const excess = fitted.fit.objective / expected.minimum - 1;
    expect(excess).toBeGreaterThan(-1e-9);
    expect(excess).toBeLessThan(expected.positive === null ? 1e-6 : 1e-8);
  });

  test('has as many weights of zero, give or take two', () => {
    const zeros = fitted.fit.scorer.weights.flat().filter((weight) => weight === 0);
    expect(Math.abs(zeros.length - expected.zeroWeights)).toBeLessThanOrEqual(2);
  });

  test('is predicted as well as by scikit-learn on rows that nobody trained on', () => {
    const { auc, 'log-loss': loss } = fitted.holdout.measurements;
    expect(Math.abs((auc ?? 0) - expected.holdoutAuc)).toBeLessThan(2e-4);
    expect(Math.abs((loss ?? 0) - expected.holdoutLogLoss)).toBeLessThan(2e-4);
  });

  test('has the same probabilities row by row', () => {
    for (const [row, probabilities] of expected.firstHoldoutScores.entries()) {
      const score = fitted.holdout.scores[row] ?? 0;
      const own = typeof score === 'number' ? [1 - score, score] : score;
      own.forEach((probability, label) => {
        expect(Math.abs(probability - (probabilities[label] ?? Number.NaN))).toBeLessThan(5e-3);
      });
    }
  });
});

/** Rows with one number each. */
function rowsOf(values: readonly number[]): PreparedRows {
  return {
    rows: values.length,
    columns: 1,
    valueColumns: Int32Array.of(0),
    values: Float64Array.from(values),
    groups: 0,
    ones: new Int32Array(0),
  };
}

const small = fc.array(
  fc.record({ value: fc.double({ min: -3, max: 3, noNaN: true }), label: fc.integer({ min: 0, max: 2 }) }),
  { minLength: 1, maxLength: 20 },
);

/** The derivative by each entry, from values on both sides of it. */
function differences(objective: Objective, point: Float64Array): number[] {
  const shifted = (index: number, step: number) => {
    const moved = point.map((entry, i) => (i === index ? entry + step : entry));
    return objective(moved, new Float64Array(point.length));
  };
  return Array.from(point, (_, index) => (shifted(index, 1e-5) - shifted(index, -1e-5)) / 2e-5);
}

test.each([1, 3])('the objective of %i outputs has the gradient that it says it has', (outputs) => {
  const entries = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(small, entries, (rows, numbers) => {
      const problem = {
        prepared: rowsOf(rows.map(({ value }) => value)),
        labels: Int32Array.from(rows, ({ label }) => Math.min(label, Math.max(1, outputs - 1))),
        outputs,
        classWeights: [1, 2, 0.5],
        inverseRegularization: 0.7,
        l1Ratio: 0.2,
      };
      const objective = logisticObjective(problem);
      const point = Float64Array.from(numbers.slice(0, parameterCount(problem)));
      // the weights of the column that no row has
      point.fill(0, outputs, 2 * outputs);
      const gradient = new Float64Array(point.length);
      objective(point, gradient);
      differences(objective, point).forEach((slope, i) => {
        expect(gradient[i]).toBeCloseTo(slope, 4);
      });
    }),
  );
});

describe('a fit', () => {
  const separable = { prepared: rowsOf([-2, -1, 1, 2]), labels: Int32Array.of(0, 0, 1, 1), outputs: 1 };

  test('of rows without information is their share of positives', () => {
    const rows = { prepared: rowsOf([0, 0, 0, 0]), labels: Int32Array.of(1, 0, 0, 0), outputs: 1 };
    const { scorer } = fitLogisticRegression(rows, { ...USUAL, tolerance: 1e-9 });
    expect(scorer.intercepts[0]).toBeCloseTo(Math.log(1 / 3), 5);
    expect(scorer.weights).toEqual([[0]]);
  });

  test('that is balanced gives both classes the same weight', () => {
    const rows = { prepared: rowsOf([0, 0, 0, 0]), labels: Int32Array.of(1, 0, 0, 0), outputs: 1 };
    const { scorer } = fitLogisticRegression(rows, { ...USUAL, classWeight: 'balanced' });
    expect(scorer.intercepts[0]).toBeCloseTo(0, 5);
  });

  test('of rows that a line separates stays finite, and follows them more closely with a larger C', () => {
    const weightAt = (inverseRegularization: number) =>
      fitLogisticRegression(separable, { ...USUAL, inverseRegularization }).scorer.weights[0]?.[0] ?? Number.NaN;
    expect(weightAt(0.1)).toBeGreaterThan(0);
    expect(weightAt(1)).toBeGreaterThan(weightAt(0.1));
    expect(weightAt(1000)).toBeGreaterThan(weightAt(1));
    expect(weightAt(1_000_000)).toBeLessThan(100);
  });

  test('of one class alone, or of no rows at all, ends', () => {
    const alone = fitLogisticRegression({ ...separable, labels: Int32Array.of(0, 0, 0, 0) }, USUAL);
    expect(alone.converged).toBe(true);
    expect(alone.scorer.intercepts[0]).toBeLessThan(-5);
    const nothing = { prepared: rowsOf([]), labels: new Int32Array(0), outputs: 1 };
    expect(fitLogisticRegression(nothing, USUAL).scorer).toEqual({ kind: 'linear', intercepts: [0], weights: [[0]] });
  });

  test('of two outputs says what one output says', () => {
    const one = fitLogisticRegression(separable, { ...USUAL, tolerance: 1e-9 }).scorer;
    // two weight vectors carry half each, and squares of halves add up to half of the penalty
    const settings = { ...USUAL, inverseRegularization: 0.5, tolerance: 1e-9 };
    const two = fitLogisticRegression({ ...separable, outputs: 2 }, settings).scorer;
    const [negative, positive] = two.weights.map(([weight]) => weight ?? Number.NaN);
    expect((positive ?? 0) - (negative ?? 0)).toBeCloseTo(one.weights[0]?.[0] ?? Number.NaN, 4);
  });

  test('is the same to the bit every time, and without a start a warm one changes nothing', () => {
    const cold = fitLogisticRegression(separable, USUAL);
    expect(fitLogisticRegression(separable, USUAL)).toEqual(cold);
    expect(fitLogisticRegression(separable, { ...USUAL, warmStart: true })).toEqual(cold);
  });

  test('stops when its iterations run out', () => {
    const { iterations, converged } = fitLogisticRegression(separable, { ...USUAL, maximumIterations: 1 });
    expect([iterations, converged]).toEqual([1, false]);
  });
});
