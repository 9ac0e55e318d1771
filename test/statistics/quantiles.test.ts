import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { presentSorted, quantile } from '../../lib/statistics/quantiles.ts';

const sample = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 40 }).map(presentSorted);
const probability = fc.double({ min: 0, max: 1, noNaN: true });

describe('a quantile', () => {
  // `quantile(c(1, 2, 3, 4, 10), c(0, .1, .25, .5, .9, 1))` of R
  test.each([
    [0, 1],
    [0.1, 1.4],
    [0.25, 2],
    [0.5, 3],
    [0.9, 7.6],
    [1, 10],
  ])('%d of five values is what R computes', (part, expected) => {
    expect(quantile([1, 2, 3, 4, 10], part)).toBeCloseTo(expected, 12);
  });

  test('is rounded as NumPy rounds it', () => {
    const ten = Array.from({ length: 10 }, (_, index) => index + 1);
    expect([quantile(ten, 0.3), quantile(ten, 0.6), quantile(ten, 0.7)]).toEqual([
      3.6999999999999997, 6.3999999999999995, 7.3,
    ]);
  });

  test('lies just below a value where the position of that is rounded down, as with NumPy', () => {
    const values = Array.from({ length: 91 }, (_, index) => index);
    expect(quantile(values, 0.7)).toBeLessThan(63);
    expect(quantile(values, 0.7)).toBeCloseTo(63, 12);
  });

  test('lies among the values, and never falls as the probability rises', () => {
    fc.assert(
      fc.property(sample, probability, probability, (values, one, other) => {
        const [low, high] = [quantile(values, Math.min(one, other)), quantile(values, Math.max(one, other))];
        expect(low).toBeGreaterThanOrEqual(quantile(values, 0));
        expect(high).toBeLessThanOrEqual(quantile(values, 1));
        expect(low).toBeLessThanOrEqual(high + 1e-12);
      }),
    );
  });

  test('of one value is that value', () => {
    expect([0, 0.3, 1].map((part) => quantile([7], part))).toEqual([7, 7, 7]);
  });

  test.each([-0.001, 1.001, Number.NaN])('for the probability %d is refused', (part) => {
    expect(() => quantile([1, 2], part)).toThrow(new RangeError(`'probability' should be from 0 to 1, got ${part}`));
  });

  test('of no value is refused', () => {
    expect(() => quantile([], 0.5)).toThrow(new RangeError("'sorted' should have a value, got none"));
  });
});

test('values that are present are sorted as numbers, without null and what is not a number', () => {
  expect(presentSorted([10, null, 9, Number.NaN, -1, 100])).toEqual([-1, 9, 10, 100]);
});
