import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { midranks } from '../../lib/statistics/midranks.ts';

const sample = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 30 });

describe('ranks', () => {
  test('rise with the values, equal ones sharing the mean of theirs', () => {
    expect(midranks([30, 10, 20, 20]).ranks).toEqual([4, 1, 2.5, 2.5]);
    expect(midranks([5, 5, 5]).ranks).toEqual([2, 2, 2]);
    expect(midranks([])).toEqual({ ranks: [], tieCorrection: 0 });
  });

  test('are one more than the smaller values and half the other equal ones', () => {
    fc.assert(
      fc.property(sample, (values) => {
        const expected = values.map(
          (value) =>
            values.filter((other) => other < value).length + (values.filter((other) => other === value).length + 1) / 2,
        );
        expect(midranks(values).ranks).toEqual(expected);
      }),
    );
  });

  test('do not depend on how many digits the values have', () => {
    expect(midranks([100, 9, -5, 20]).ranks).toEqual([4, 2, 1, 3]);
  });
});

test('the tie correction sums t³ - t over sets of t equal values', () => {
  expect(midranks([1, 1, 1, 2, 2, 3]).tieCorrection).toBe(24 + 6);
  expect(midranks([1, 2, 3]).tieCorrection).toBe(0);
});
