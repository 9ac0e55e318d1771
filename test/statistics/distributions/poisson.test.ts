import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialCdf } from '../../../lib/statistics/distributions/binomial.ts';
import { poissonCdf, poissonSf } from '../../../lib/statistics/distributions/poisson.ts';

describe('the Poisson distribution', () => {
  test('of a large mean is what R computes', () => {
    expect(poissonCdf(5_300, 5_292) / 0.5474034992251249).toBeCloseTo(1, 11);
  });

  test('is a sum of exponential terms', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.double({ min: 0.01, max: 40, noNaN: true }), (k, mean) => {
        let [sum, term] = [0, Math.exp(-mean)];
        for (let count = 0; count <= k; count += 1) {
          sum += term;
          term *= mean / (count + 1);
        }
        expect(poissonCdf(k, mean)).toBeCloseTo(sum, 12);
      }),
    );
  });

  test('has all digits of an upper tail that is next to nothing', () => {
    // mean^(k + 1) / (k + 1)! (1 - mean (k + 1) / (k + 2) + ...)
    expect(poissonSf(2, 1e-6) / (1e-18 / 6)).toBeCloseTo(1, 5);
    expect(poissonSf(2, 1e-100) / (1e-300 / 6)).toBeCloseTo(1, 11);
  });

  test('is what rare events among many trials come to', () => {
    expect(binomialCdf(7, 1e9, 5e-9)).toBeCloseTo(poissonCdf(7, 5), 8);
  });

  test('has tails that add up to 1, and counts whole events', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.double({ min: 0, max: 200, noNaN: true }), (k, mean) => {
        expect(poissonCdf(k, mean) + poissonSf(k, mean)).toBeCloseTo(1, 14);
        expect(poissonCdf(k + 0.5, mean)).toBe(poissonCdf(k, mean));
      }),
    );
  });

  test('knows what is certain', () => {
    expect([poissonCdf(-1, 3), poissonSf(-1, 3)]).toEqual([0, 1]);
    expect([poissonCdf(0, 0), poissonSf(0, 0)]).toEqual([1, 0]);
  });

  test('refuses a mean below 0', () => {
    expect(() => poissonCdf(1, -1)).toThrow(new RangeError("'mean' should be at least 0, got -1"));
    expect(() => poissonSf(1, Number.NaN)).toThrow(new RangeError("'mean' should be at least 0, got NaN"));
  });
});
