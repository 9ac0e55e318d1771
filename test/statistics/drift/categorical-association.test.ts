import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { categoricalAssociation } from '../../../lib/statistics/drift/categorical-association.ts';

const count = fc.integer({ min: 0, max: 500 });
const table = fc
  .array(fc.tuple(count, count), { minLength: 1, maxLength: 8 })
  .map((rows) => [rows.map(([one]) => one), rows.map(([, other]) => other)] as const)
  .filter((rows) => rows.every((counts) => counts.some((one) => one > 0)));

describe('the association of a sample with its levels', () => {
  // Agresti (2007), p. 39: party by gender, the example of `chisq.test` of R, which prints 30.07 and 2.954e-07
  test('of parties and genders is as published', () => {
    const result = categoricalAssociation([762, 327, 468], [484, 239, 477]);
    expect(result?.chiSquare).toBeCloseTo(30.07, 2);
    expect(result?.degrees).toBe(2);
    expect((result?.pValue ?? Number.NaN) * 1e7).toBeCloseTo(2.954, 3);
    expect(result?.cramersV).toBeCloseTo(Math.sqrt(30.07 / 2_757), 5);
  });

  test('sums the squared distances from what both margins lead to expect', () => {
    fc.assert(
      fc.property(table, ([one, other]) => {
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
        const all = sum(one) + sum(other);
        const terms = [one, other].flatMap((row) =>
          row.map((value, level) => {
            const expected = (((one[level] ?? 0) + (other[level] ?? 0)) * sum(row)) / all;
            return expected === 0 ? 0 : (value - expected) ** 2 / expected;
          }),
        );
        expect(categoricalAssociation(one, other)?.chiSquare).toBeCloseTo(sum(terms), 8);
      }),
    );
  });

  test('is from 0 to 1 in size, whatever the number of rows', () => {
    fc.assert(
      fc.property(table, ([one, other]) => {
        const size = categoricalAssociation(one, other)?.cramersV ?? Number.NaN;
        const scaled = [one, other].map((row) => row.map((value) => 10 * value));
        expect(size).toBeGreaterThanOrEqual(0);
        expect(size).toBeLessThanOrEqual(1 + 1e-12);
        expect(categoricalAssociation(scaled[0] ?? [], scaled[1] ?? [])?.cramersV).toBeCloseTo(size, 9);
      }),
    );
  });

  test('is complete between samples without a common level, and none between equal shares', () => {
    expect(categoricalAssociation([5, 0], [0, 9])?.cramersV).toBeCloseTo(1, 12);
    expect(categoricalAssociation([10, 20], [100, 200])).toEqual({ chiSquare: 0, degrees: 1, pValue: 1, cramersV: 0 });
  });

  test('takes no notice of a level that neither sample has', () => {
    expect(categoricalAssociation([5, 0, 6], [7, 0, 3])).toEqual(categoricalAssociation([5, 6], [7, 3]));
  });

  test('has nothing to tell about a single level', () => {
    expect(categoricalAssociation([5], [9])).toEqual({ chiSquare: 0, degrees: 0, pValue: 1, cramersV: 0 });
  });

  test('is undefined for an empty side', () => {
    expect([categoricalAssociation([0], [9]), categoricalAssociation([9], [0])]).toEqual([null, null]);
  });
});
