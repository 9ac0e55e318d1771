import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { finiteValues, rankedValues } from '../../../lib/statistics/drift/ranked-values.ts';

const value = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 1e100),
);
const sample = fc.array(value, { minLength: 1, maxLength: 80 });

describe('ranked values', () => {
  test('are those that sorting gives, whatever the values are', () => {
    fc.assert(
      fc.property(sample, fc.array(fc.nat({ max: 79 }), { maxLength: 6 }), (values, wanted) => {
        const ranks = wanted.map((rank) => rank % values.length);
        const sorted = Float64Array.from(values).sort();
        const { valueAt } = rankedValues(Float64Array.from(values), ranks);
        for (const rank of ranks) expect(valueAt(rank) === sorted[rank]).toBe(true);
      }),
    );
  });

  test('say how many values are at most one that lies between two neighbours', () => {
    fc.assert(
      fc.property(sample, fc.nat({ max: 79 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, wanted, part) => {
        const rank = wanted % values.length;
        const next = Math.min(rank + 1, values.length - 1);
        const { valueAt, countAtMost } = rankedValues(Float64Array.from(values), [rank, next]);
        const [low, high] = [valueAt(rank), valueAt(next)];
        const between = Math.min(Math.max(low * (1 - part) + high * part, low), high);
        expect(countAtMost(between)).toBe(values.filter((one) => one <= between).length);
      }),
    );
  });

  test('are found among many values that are nearly all in one cell', () => {
    const values = Float64Array.from({ length: 5_000 }, (_, index) => ((index * 7919) % 5_000) / 1e9);
    values[0] = 1e6;
    const sorted = values.slice().sort();
    const { valueAt, countAtMost } = rankedValues(values, [500, 2_500, 4_999]);
    expect([500, 2_500, 4_999].map(valueAt)).toEqual([sorted[500], sorted[2_500], 1e6]);
    expect(countAtMost(sorted[2_500] ?? 0)).toBe(2_501);
    expect(countAtMost(1e6)).toBe(5_000);
  });

  test('leave the sample as it was', () => {
    const values = Float64Array.of(3, 1, 2);
    rankedValues(values, [0, 1, 2]);
    expect([...values]).toEqual([3, 1, 2]);
  });
});

describe('finite values', () => {
  test('are the sample itself where there are no others', () => {
    const values = Float64Array.of(1, 2);
    expect(finiteValues(values)).toBe(values);
  });

  test('keep their order', () => {
    const values = Float64Array.of(Number.NaN, 2, Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY, 3, Number.NaN);
    expect([...finiteValues(values)]).toEqual([2, 1, 3]);
    expect([...finiteValues(Float64Array.of(Number.NaN))]).toEqual([]);
  });
});
