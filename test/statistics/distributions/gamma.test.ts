import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gammaP, gammaQ } from '../../../lib/statistics/distributions/gamma.ts';

const shape = fc.double({ min: 0.3, max: 300, noNaN: true });
const argument = fc.double({ min: 1e-3, max: 600, noNaN: true });

describe('the incomplete gamma function', () => {
  // mpmath 1.3.0 with 40 digits: `gammainc(a, x, inf, regularized=True)`
  test.each([
    [0.5, 0.01, 0.8875370839817152],
    [0.5, 30, 9.485737571073848e-15],
    [10, 11, 0.34051064246566104],
    [10, 10.999, 0.34061917784016693],
    [1_000, 1_200, 1.2881606086281433e-9],
    // `scipy.special.gammaincc` of SciPy 1.17.1
    [1e6, 1e6 + 5_000, 2.987490140114635e-7],
  ])('Q(%d, %d) is %d', (a, x, expected) => {
    expect(gammaQ(a, x) / expected).toBeCloseTo(1, 11);
  });

  test('is the exponential function for a shape of 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 700, noNaN: true }), (x) => {
        expect(gammaQ(1, x) / Math.exp(-x)).toBeCloseTo(1, 11);
        expect(gammaP(1, x) / -Math.expm1(-x)).toBeCloseTo(1, 11);
      }),
    );
  });

  test('has parts that add up to 1 and move one way', () => {
    fc.assert(
      fc.property(shape, argument, argument, (a, one, other) => {
        fc.pre(one < other);
        expect(gammaP(a, one) + gammaQ(a, one)).toBeCloseTo(1, 14);
        expect(gammaP(a, one)).toBeLessThanOrEqual(gammaP(a, other) + 1e-15);
        expect(gammaQ(a, one)).toBeGreaterThanOrEqual(gammaQ(a, other) - 1e-15);
      }),
    );
  });

  test('grows with the shape by one term of a Poisson distribution', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0.1, max: 100, noNaN: true }), (a, x) => {
        let term = Math.exp(-x);
        for (let k = 1; k <= a; k += 1) term *= x / k;
        expect(gammaQ(a + 1, x) - gammaQ(a, x)).toBeCloseTo(term, 12);
      }),
    );
  });

  test('begins with nothing and ends with everything', () => {
    expect([gammaP(3, 0), gammaQ(3, 0)]).toEqual([0, 1]);
    expect([gammaP(3, Number.POSITIVE_INFINITY), gammaQ(3, Number.POSITIVE_INFINITY)]).toEqual([1, 0]);
  });

  test.each([
    [0, 1, "'a' should be finite and above 0, got 0"],
    [Number.POSITIVE_INFINITY, 1, "'a' should be finite and above 0, got Infinity"],
    [1, -1e-9, "'x' should be at least 0, got -1e-9"],
    [1, Number.NaN, "'x' should be at least 0, got NaN"],
  ])('of %d and %d is refused', (a, x, message) => {
    expect(() => gammaP(a, x)).toThrow(new RangeError(message));
    expect(() => gammaQ(a, x)).toThrow(new RangeError(message));
  });
});
