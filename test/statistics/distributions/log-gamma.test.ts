import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logGamma, stirlingError } from '../../../lib/statistics/distributions/log-gamma.ts';

describe('the logarithm of the gamma function', () => {
  // mpmath 1.3.0 with 40 digits: `loggamma(z)`
  test.each([
    [1e-8, 18.42068073818021],
    [0.5, 0.5723649429247001],
    [1.4616321449683622, -0.12148629053584961],
    [2.5, 0.2846828704729192],
    [2.500001, 0.28468357362980506],
    [9.999999, 12.801825228328935],
    [10, 12.801827480081469],
    [1e8, 1742068066.1038346],
  ])('of %d is %d', (z, expected) => {
    expect(logGamma(z) / expected).toBeCloseTo(1, 13);
  });

  test('of a whole number is that of a factorial', () => {
    let factorial = 1;
    for (let n = 1; n <= 18; n += 1) {
      expect(Math.exp(logGamma(n)) / factorial).toBeCloseTo(1, 13);
      factorial *= n;
    }
  });

  test('grows by ln z from z to z + 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (z) => {
        expect(logGamma(z + 1) - logGamma(z)).toBeCloseTo(Math.log(z), 10);
      }),
    );
  });

  test('has all its digits beside its zeros', () => {
    expect([logGamma(1), logGamma(2)]).toEqual([0, 0]);
    const eulers = 0.5772156649015329;
    for (const step of [2 ** -30, -(2 ** -30)]) {
      const curvature = (Math.PI ** 2 / 12) * step;
      expect(logGamma(1 + step) / step).toBeCloseTo(curvature - eulers, 14);
      expect(logGamma(2 + step) / step).toBeCloseTo(curvature - step / 2 + 1 - eulers, 14);
    }
  });

  test('is infinite for infinity, and refuses what is not above 0', () => {
    expect(logGamma(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    for (const wrong of [0, -0.5, Number.NaN]) {
      expect(() => logGamma(wrong)).toThrow(new RangeError(`'z' should be above 0, got ${wrong}`));
    }
  });
});

describe("the error of Stirling's formula", () => {
  // Loader (2000), table of δ(n)
  test.each([
    [1, 0.08106146679532726],
    [2, 0.0413406959554093],
    [9, 0.009255462182712733],
    [10, 0.00833056343336287],
    [15, 0.005554733551962801],
  ])('for %d is %d', (z, expected) => {
    expect(stirlingError(z)).toBeCloseTo(expected, 14);
  });

  test('is between the sums of one and of two terms of the series', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e6, noNaN: true }), (z) => {
        const slack = 1e-13;
        expect(stirlingError(z)).toBeLessThan(1 / (12 * z) + slack);
        expect(stirlingError(z)).toBeGreaterThan(1 / (12 * z) - 1 / (360 * z ** 3) - slack);
      }),
    );
  });
});
