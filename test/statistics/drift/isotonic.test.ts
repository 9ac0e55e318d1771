import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isotonicRegression, isotonicValue } from '../../../lib/statistics/drift/isotonic.ts';

const row = fc.record({
  score: fc.integer({ min: 0, max: 12 }),
  target: fc.integer({ min: -5, max: 5 }),
  weight: fc.integer({ min: 1, max: 4 }),
});
const rows = fc.array(row, { minLength: 1, maxLength: 25 });

type Row = { score: number; target: number; weight: number };

const fitOf = (sample: readonly Row[]) =>
  isotonicRegression(
    sample.map(({ score }) => score),
    sample.map(({ target }) => target),
    sample.map(({ weight }) => weight),
  );

/** The value at each score by the formula of minima of maxima of means (Barlow et al. 1972, theorem 1.2). */
function byMeans(sample: readonly Row[], score: number): number {
  const scores = sample.map((one) => one.score);
  const mean = (from: number, to: number) => {
    const within = sample.filter((one) => one.score >= from && one.score <= to);
    const weight = within.reduce((sum, one) => sum + one.weight, 0);
    return within.reduce((sum, one) => sum + one.target * one.weight, 0) / weight;
  };
  const ends = scores.filter((end) => end >= score);
  const starts = scores.filter((start) => start <= score);
  return Math.min(...ends.map((to) => Math.max(...starts.map((from) => mean(from, to)))));
}

describe('an isotonic fit', () => {
  // `isoreg(c(1, 0, 4, 3, 3, 5, 4, 2, 0))`, the example of R
  test('of the example of R is what R computes', () => {
    const fit = isotonicRegression([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 0, 4, 3, 3, 5, 4, 2, 0]);
    expect([1, 2, 3, 6, 9].map((score) => isotonicValue(fit, score))).toEqual([0.5, 0.5, 3, 3, 3]);
    expect(fit).toEqual({ scores: [1, 2, 3, 9], values: [0.5, 0.5, 3, 3] });
  });

  test('is the line that the formula of means gives', () => {
    fc.assert(
      fc.property(rows, (sample) => {
        const fit = fitOf(sample);
        for (const { score } of sample) expect(isotonicValue(fit, score)).toBeCloseTo(byMeans(sample, score), 9);
      }),
    );
  });

  test('rises, and stays among the targets, at every score', () => {
    fc.assert(
      fc.property(rows, fc.array(fc.double({ min: -3, max: 15, noNaN: true })), (sample, scores) => {
        const fit = fitOf(sample);
        const values = scores.sort((one, other) => one - other).map((score) => isotonicValue(fit, score));
        const targets = sample.map(({ target }) => target);
        for (const [index, value] of values.entries()) {
          expect(value).toBeGreaterThanOrEqual((values[index - 1] ?? Number.NEGATIVE_INFINITY) - 1e-12);
          expect(value).toBeGreaterThanOrEqual(Math.min(...targets) - 1e-12);
          expect(value).toBeLessThanOrEqual(Math.max(...targets) + 1e-12);
        }
      }),
    );
  });

  test('has the mean of the targets, so that a calibrated model keeps the base rate', () => {
    fc.assert(
      fc.property(rows, (sample) => {
        const fit = fitOf(sample);
        const [fitted, actual] = [
          sample.reduce((sum, { score, weight }) => sum + weight * isotonicValue(fit, score), 0),
          sample.reduce((sum, { target, weight }) => sum + weight * target, 0),
        ];
        expect(fitted).toBeCloseTo(actual, 8);
      }),
    );
  });

  test('averages the targets of one score before it looks for what falls', () => {
    const fit = isotonicRegression([0.5, 1, 1], [3, 0, 9]);
    expect(fit).toEqual({ scores: [0.5, 1], values: [3, 4.5] });
  });

  test('has no corner between equal values', () => {
    expect(isotonicRegression([1, 2, 3, 4], [2, 2, 2, 5])).toEqual({ scores: [1, 3, 4], values: [2, 2, 5] });
  });

  test('is straight between corners, and level beyond', () => {
    const fit = isotonicRegression([0, 1], [0.2, 0.6]);
    expect(isotonicValue(fit, 0.25)).toBeCloseTo(0.3, 12);
    expect([isotonicValue(fit, -9), isotonicValue(fit, 9)]).toEqual([0.2, 0.6]);
  });

  test.each([
    [[], [], undefined, "'scores' should be at least one finite number, got 0 values"],
    [[Number.NaN], [1], undefined, "'scores' should be at least one finite number, got 1 values"],
    [[1, 2], [1], undefined, "'targets' should be a finite number for each of 2 scores, got 1 values"],
    [
      [1],
      [Number.POSITIVE_INFINITY],
      undefined,
      "'targets' should be a finite number for each of 1 scores, got 1 values",
    ],
    [[1], [1], [0], "'weights' should be above 0 for each of 1 scores, got 1 values"],
    [[1], [1], [], "'weights' should be above 0 for each of 1 scores, got 0 values"],
  ])('of scores %j, targets %j and weights %j is refused', (scores, targets, weights, message) => {
    expect(() => isotonicRegression(scores, targets, weights)).toThrow(new RangeError(message));
  });
});
