import { describe, expect, test } from 'vitest';
import type { LogisticProblem } from '../../../lib/training/linear/logistic-problem.ts';
import { fitLogisticRegression } from '../../../lib/training/linear/logistic-regression.ts';
import { thinnedProblem } from '../../../lib/training/linear/thinned-problem.ts';

/** Rows of one value and one group, which both say what number a row has. */
function problemOf(rows: number): LogisticProblem {
  return {
    prepared: {
      rows,
      columns: 2,
      valueColumns: Int32Array.of(0),
      values: Float64Array.from({ length: rows }, (_, row) => Math.sin(row)),
      groups: 1,
      ones: Int32Array.from({ length: rows }, (_, row) => 1 + (row % 2)),
    },
    labels: Int32Array.from({ length: rows }, (_, row) => Number(Math.sin(row) + Math.sin(row * 7.3) > 0.4)),
    outputs: 1,
    classWeights: [1, 2],
    inverseRegularization: 1,
    l1Ratio: 0,
  };
}

describe('a thinned problem', () => {
  test('has the first 32 of every 256 rows, eight times as heavy', () => {
    const whole = problemOf(800);
    const { prepared, labels, classWeights } = thinnedProblem(whole);
    const taken = [0, 256, 512].flatMap((first) => Array.from({ length: 32 }, (_, row) => first + row));
    expect(prepared.rows).toBe(96);
    expect([...prepared.values]).toEqual(taken.map((row) => whole.prepared.values[row]));
    expect([...prepared.ones]).toEqual(taken.map((row) => whole.prepared.ones[row]));
    expect([...labels]).toEqual(taken.map((row) => whole.labels[row]));
    expect(classWeights).toEqual([8, 16]);
  });

  test('is what many rows are begun with, and leads to the minimum of all', () => {
    const settings = {
      inverseRegularization: 1,
      maximumIterations: 100,
      tolerance: 1e-9,
      classWeight: 'none',
      warmStart: true,
    } as const;
    const many = problemOf(10_000);
    const fromPart = fitLogisticRegression(many, settings);
    const fromZero = fitLogisticRegression(many, settings, new Float64Array(4));
    expect(fromPart.iterations).toBeLessThan(fromZero.iterations);
    expect(fromPart.objective).toBeCloseTo(fromZero.objective, 6);
  });
});
