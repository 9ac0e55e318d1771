import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { welchTest } from '../../../lib/statistics/experiments/welch.ts';
import { sampleCovariance, sampleMean, sampleVariance } from '../../../lib/statistics/sample-moments.ts';

const sample = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 2, maxLength: 30 });

describe("Welch's test", () => {
  // Student's sleep data, as `t.test(extra ~ group, data = sleep)` of R prints them
  test('of the sleep data is what R computes', () => {
    const one = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    const other = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const result = welchTest(one, other);
    expect(result?.t).toBeCloseTo(1.8608, 4);
    expect(result?.degrees).toBeCloseTo(17.776, 3);
    expect(result?.pTwoSided).toBeCloseTo(0.07939, 5);
    expect(result?.difference).toBeCloseTo(1.58, 12);
  });

  test('of exchanged arms has the opposite sign and the same p', () => {
    fc.assert(
      fc.property(sample, sample, (one, other) => {
        const [there, back] = [welchTest(one, other), welchTest(other, one)];
        expect(there === null).toBe(back === null);
        if (there === null || back === null) return;
        expect(there.t).toBeCloseTo(-back.t, 9);
        expect(there.pTwoSided).toBeCloseTo(back.pTwoSided, 9);
      }),
    );
  });

  test('has degrees from the smaller arm less one to those of both together', () => {
    fc.assert(
      fc.property(sample, sample, (one, other) => {
        const degrees = welchTest(one, other)?.degrees;
        if (degrees === undefined) return;
        expect(degrees).toBeGreaterThanOrEqual(Math.min(one.length, other.length) - 1 - 1e-9);
        expect(degrees).toBeLessThanOrEqual(one.length + other.length - 2 + 1e-9);
      }),
    );
  });

  test('is undefined for arms of one row, or that are constant both', () => {
    expect(welchTest([1], [1, 2, 3])).toBeNull();
    expect(welchTest([1, 2, 3], [])).toBeNull();
    expect(welchTest([1, 1], [2, 2])).toBeNull();
    expect(welchTest([1, 1], [2, 3])).not.toBeNull();
  });
});

describe('moments', () => {
  test('of a sample are by rows less one', () => {
    expect(sampleMean([1, 2, 3, 6])).toBe(3);
    expect(sampleVariance([1, 2, 3, 6])).toBeCloseTo(14 / 3, 12);
    expect(sampleCovariance([1, 2, 3], [2, 4, 9])).toBeCloseTo(3.5, 12);
  });

  test('are undefined for too few rows', () => {
    expect([sampleMean([]), sampleVariance([]), sampleVariance([1]), sampleCovariance([1], [1])]).toEqual(
      Array(4).fill(null),
    );
  });

  test('of values far from 0 lose nothing', () => {
    expect(sampleVariance([1e9 + 1, 1e9 + 2, 1e9 + 3])).toBe(1);
  });
});
