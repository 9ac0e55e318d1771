import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { standardizedWasserstein, wassersteinDistance } from '../../../lib/statistics/drift/wasserstein.ts';

const sample = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 20 });

describe('the Wasserstein distance', () => {
  // `scipy.stats.wasserstein_distance` of SciPy 1.17.1, the first being the example of its documentation
  test.each([
    [[0, 1, 3], [5, 6, 8], 5],
    [[3.4, 3.9, 7.5, 7.8], [4.5, 1.4], 2.7],
    [[3.4, 3.9, 7.5, 7.8], [1.4, 0.9, 0.9, 0.9, 3.1, 7.2], 3.25],
  ])('of %j and %j is what SciPy computes', (one, other, expected) => {
    expect(wassersteinDistance(one, other)).toBeCloseTo(expected, 12);
  });

  test('of equally many values is the mean distance of those of equal rank', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(pairs, (rows) => {
        const one = rows.map(([value]) => value).sort((first, second) => first - second);
        const other = rows.map(([, value]) => value).sort((first, second) => first - second);
        const sum = one.reduce((total, value, rank) => total + Math.abs(value - (other[rank] ?? Number.NaN)), 0);
        expect(wassersteinDistance(one, other)).toBeCloseTo(sum / one.length, 9);
      }),
    );
  });

  test('of a shifted sample is the shift', () => {
    fc.assert(
      fc.property(sample, fc.integer({ min: -9, max: 9 }), (values, shift) => {
        const shifted = values.map((value) => value + shift);
        expect(wassersteinDistance(values, shifted)).toBeCloseTo(Math.abs(shift), 9);
      }),
    );
  });

  test('is the same in both directions, and of repeated values', () => {
    fc.assert(
      fc.property(sample, sample, (one, other) => {
        const there = wassersteinDistance(one, other) ?? Number.NaN;
        expect(wassersteinDistance(other, one)).toBeCloseTo(there, 9);
        expect(wassersteinDistance([...one, ...one], other)).toBeCloseTo(there, 9);
      }),
    );
  });

  test('leaves missing values out, and is undefined without values', () => {
    expect(wassersteinDistance([1, null], [Number.NaN, 3])).toBe(2);
    expect([wassersteinDistance([null], [1]), wassersteinDistance([1], [])]).toEqual([null, null]);
  });
});

describe('the distance in standard deviations', () => {
  test('divides by the deviation of the reference, by rows', () => {
    expect(standardizedWasserstein([0, 2], [3, 5])).toBeCloseTo(3, 12);
    expect(standardizedWasserstein([0, 2, null], [10, 30])).toBeCloseTo(19, 12);
  });

  test('takes a smaller deviation for a thousandth', () => {
    expect(standardizedWasserstein([5, 5], [6])).toBeCloseTo(1_000, 9);
    expect(standardizedWasserstein([0, 0.001], [1, 1.001])).toBeCloseTo(1_000, 9);
    expect(standardizedWasserstein([0, 0.004], [1, 1.004])).toBeCloseTo(500, 9);
  });

  test('is undefined without values', () => {
    expect(standardizedWasserstein([], [1])).toBeNull();
  });
});
