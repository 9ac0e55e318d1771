import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { locationShift } from '../../../lib/statistics/drift/location-shift.ts';

const one = [5.1, 6.3, 7.7, 8.2, 9.9, 10.4, 11.8, 12.5];
const other = [1.2, 2.9, 3.3, 4.8, 5.6, 6.1, 7.4];

const sample = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 4, maxLength: 20 });

describe('the shift of a sample', () => {
  test('is the median difference of its values from the others, to a ten-thousandth where that is one value', () => {
    const odd = one.slice(1);
    const differences = odd.flatMap((value) => other.map((rival) => value - rival)).sort((a, b) => a - b);
    expect(locationShift(odd, other, 0.95)?.estimate).toBeCloseTo(differences[24] ?? Number.NaN, 3);
  });

  test('lies within its interval, which is wider for more confidence', () => {
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        const [wide, narrow] = [locationShift(first, second, 0.99), locationShift(first, second, 0.8)];
        if (wide === null || narrow === null) return;
        expect(narrow.interval.lower).toBeLessThanOrEqual(narrow.estimate + 1e-3);
        expect(narrow.interval.upper).toBeGreaterThanOrEqual(narrow.estimate - 1e-3);
        expect(wide.interval.lower).toBeLessThanOrEqual(narrow.interval.lower + 1e-3);
        expect(wide.interval.upper).toBeGreaterThanOrEqual(narrow.interval.upper - 1e-3);
      }),
    );
  });

  test('follows the sample wherever it moves', () => {
    const there = locationShift(one, other, 0.9);
    const moved = locationShift(
      one.map((value) => value + 100),
      other,
      0.9,
    );
    expect(moved?.interval.lower).toBeCloseTo((there?.interval.lower ?? Number.NaN) + 100, 3);
    expect(moved?.interval.upper).toBeCloseTo((there?.interval.upper ?? Number.NaN) + 100, 3);
  });

  test('has an interval that ends at differences of two values, which its confidence and continuity choose', () => {
    const differences = one.flatMap((value) => other.map((rival) => value - rival)).sort((a, b) => a - b);
    // of 56 pairs, half and a half and 1.96 standard deviations of sqrt(8 * 7 * 16 / 12) are 45.4: ten and one are left
    const { interval } = locationShift(one, other, 0.95) ?? {};
    expect(interval?.lower).toBeCloseTo(differences[10] ?? Number.NaN, 3);
    expect(interval?.upper).toBeCloseTo(differences[45] ?? Number.NaN, 3);
  });

  test('of few values may be any that they allow', () => {
    expect(locationShift([1, 4], [2, 3], 0.99)?.interval).toEqual({ lower: -2, upper: 2 });
  });

  test('is undefined for an empty sample, and where all values are equal', () => {
    expect([locationShift([], [1], 0.9), locationShift([1], [], 0.9)]).toEqual([null, null]);
    expect(locationShift([2, 2], [2], 0.9)).toBeNull();
    expect(locationShift([2, 2, 2.5], [2], 0.9)).not.toBeNull();
  });
});
