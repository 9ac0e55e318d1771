import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resamplingUnits } from '../../../lib/statistics/paired/resampling-units.ts';

describe('what a bootstrap draws', () => {
  test('is every row on its own, from all rows', () => {
    expect(resamplingUnits(3)).toEqual([[[0], [1], [2]]]);
    expect(resamplingUnits(0)).toEqual([[]]);
  });

  test('is from each stratum by itself', () => {
    expect(resamplingUnits(4, ['a', 'b', 'a', 'b'])).toEqual([
      [[0], [2]],
      [[1], [3]],
    ]);
  });

  test('are whole groups', () => {
    expect(resamplingUnits(4, undefined, [7, 8, 7, 9])).toEqual([[[0, 2], [1], [3]]]);
  });

  test('are the groups of each stratum, where no group is of two', () => {
    expect(resamplingUnits(4, ['a', 'b', 'a', 'a'], [7, 8, 7, 9])).toEqual([[[0, 2], [3]], [[1]]]);
  });

  test('are groups from all rows, where one is of two strata', () => {
    expect(resamplingUnits(4, ['a', 'b', 'b', 'a'], [7, 8, 7, 9])).toEqual([[[0, 2], [1], [3]]]);
  });

  test('has every row once', () => {
    const row = fc.tuple(fc.nat(2), fc.nat(5));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        const units = resamplingUnits(
          rows.length,
          rows.map(([stratum]) => stratum),
          rows.map(([, group]) => group),
        );
        expect(units.flat(2).toSorted((one, other) => one - other)).toEqual([...rows.keys()]);
      }),
    );
  });

  test('has to be known of all rows', () => {
    expect(() => resamplingUnits(3, ['a'])).toThrow(
      new RangeError("'strata' should have one for each of the 3 rows, got 1"),
    );
    expect(() => resamplingUnits(1, undefined, [1, 2])).toThrow(
      "'groups' should have one for each of the 1 rows, got 2",
    );
  });
});
