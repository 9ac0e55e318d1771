import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cuped } from '../../../lib/statistics/experiments/cuped.ts';
import { sampleCovariance, sampleMean } from '../../../lib/statistics/sample-moments.ts';

const rows = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 })), {
  minLength: 2,
  maxLength: 30,
});

describe('CUPED', () => {
  test('takes out all of what the covariate tells', () => {
    const { theta, adjusted, varianceReduction } = cuped([1, 2, 3, 4], [13, 16, 19, 22]);
    expect(theta).toBeCloseTo(3, 12);
    expect(varianceReduction).toBeCloseTo(1, 12);
    for (const value of adjusted) expect(value).toBeCloseTo(17.5, 12);
  });

  test('keeps the mean, leaves nothing correlated and never adds variance', () => {
    fc.assert(
      fc.property(rows, (pairs) => {
        const [covariate, outcome] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        const { adjusted, varianceReduction } = cuped(covariate, outcome);
        expect(sampleMean(adjusted)).toBeCloseTo(sampleMean(outcome) ?? Number.NaN, 8);
        expect(sampleCovariance(covariate, adjusted)).toBeCloseTo(0, 7);
        if (varianceReduction !== null) expect(varianceReduction).toBeGreaterThan(-1e-9);
      }),
    );
  });

  test('changes nothing by a covariate that is constant', () => {
    expect(cuped([5, 5, 5], [1, 2, 4])).toEqual({ theta: 0, adjusted: [1, 2, 4], varianceReduction: 0 });
  });

  test('reduces nothing where the outcome is constant', () => {
    expect(cuped([1, 2, 3], [4, 4, 4])).toEqual({ theta: 0, adjusted: [4, 4, 4], varianceReduction: null });
  });

  test('refuses rows that do not match, and fewer than two', () => {
    const message = "'covariate' and 'outcome' should have the same 2 rows or more";
    expect(() => cuped([1, 2, 3], [1, 2])).toThrow(message);
    expect(() => cuped([1, 2], [1, 2, 3])).toThrow(RangeError);
    expect(() => cuped([1], [1])).toThrow(message);
  });
});
