import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chiSquareCdf, chiSquareQuantile, chiSquareSf } from '../../../lib/statistics/distributions/chi-square.ts';
import { normalSf } from '../../../lib/statistics/distributions/normal.ts';

const degrees = fc.integer({ min: 1, max: 400 });

describe('the chi-square distribution', () => {
  // critical values as printed in every table of it
  test.each([
    [3.841, 1, 0.05],
    [6.635, 1, 0.01],
    [11.07, 5, 0.05],
    [18.307, 10, 0.05],
    [29.588, 10, 0.001],
    [124.342, 100, 0.05],
  ])('is above %d at %d degrees with the chance %d', (x, df, expected) => {
    expect(chiSquareSf(x, df) / expected).toBeCloseTo(1, 3);
    expect(chiSquareQuantile(1 - expected, df)).toBeCloseTo(x, 3);
  });

  test('of one degree is the square of a normal one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 30, noNaN: true }), (z) => {
        expect(chiSquareSf(z * z, 1) / (2 * normalSf(z))).toBeCloseTo(1, 11);
      }),
    );
  });

  test('of two degrees is exponential', () => {
    expect(chiSquareSf(1_000, 2) / Math.exp(-500)).toBeCloseTo(1, 11);
  });

  test('has tails that add up to 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 800, noNaN: true }), degrees, (x, df) => {
        expect(chiSquareCdf(x, df) + chiSquareSf(x, df)).toBeCloseTo(1, 14);
      }),
    );
  });

  test('has its quantile where the distribution function has the probability', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), degrees, (probability, df) => {
        expect(chiSquareCdf(chiSquareQuantile(probability, df), df)).toBeCloseTo(probability, 11);
      }),
    );
  });

  test('ends at 0 and at infinity', () => {
    expect([chiSquareQuantile(0, 3), chiSquareQuantile(1, 3)]).toEqual([0, Number.POSITIVE_INFINITY]);
    expect([chiSquareSf(0, 3), chiSquareSf(Number.POSITIVE_INFINITY, 3)]).toEqual([1, 0]);
  });

  test('refuses an x below 0 and what are no degrees', () => {
    expect(() => chiSquareSf(-1, 2)).toThrow(new RangeError("'x' should be at least 0, got -1"));
    expect(() => chiSquareCdf(1, 0)).toThrow(new RangeError("'degrees' should be finite and above 0, got 0"));
    expect(() => chiSquareQuantile(0.5, Number.NaN)).toThrow("'degrees' should be finite and above 0, got NaN");
    expect(() => chiSquareQuantile(-0.5, 1)).toThrow("'probability' should be from 0 to 1, got -0.5");
  });
});
