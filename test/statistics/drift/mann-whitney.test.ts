import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mannWhitney } from '../../../lib/statistics/drift/mann-whitney.ts';
import { rankSumTail } from '../../../lib/statistics/drift/rank-sum-tail.ts';

const sample = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 20 });
const small = fc.integer({ min: 1, max: 6 });

/** U of every order in which n and m values may come. */
function leadsOfOrders(n: number, m: number): number[] {
  if (n === 0 || m === 0) return [0];
  return [...leadsOfOrders(n - 1, m).map((u) => u + m), ...leadsOfOrders(n, m - 1)];
}

describe('the Mann-Whitney test', () => {
  // Hollander and Wolfe (1973), p. 69 f.: the example of `wilcox.test` of R, W = 35 and p = 0.1272 for "greater"
  test('of the permeability of membranes is as published', () => {
    const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const early = [1.15, 0.88, 0.9, 0.74, 1.21];
    const result = mannWhitney(term, early);
    expect(result?.u).toBe(35);
    expect(result?.pTwoSided).toBeCloseTo(2 * 0.1272, 4);
  });

  test('of tied values is what SciPy computes', () => {
    const result = mannWhitney([1, 2, 2, 3, 3, 3, 5, 6, 7, 9], [0, 1, 1, 2, 2, 2, 3, 3, 4]);
    expect(result?.u).toBe(68);
    expect(result?.pTwoSided).toBeCloseTo(0.060981317805578805, 12);
  });

  test('counts the pairs that the sample leads, equal ones half', () => {
    fc.assert(
      fc.property(sample, sample, (one, other) => {
        const pairs = one.flatMap((value) => other.map((rival) => (Math.sign(value - rival) + 1) / 2));
        const expected = pairs.reduce((sum, pair) => sum + pair, 0);
        expect(mannWhitney(one, other)?.u).toBeCloseTo(expected, 9);
      }),
    );
  });

  test('gives both samples the same chance, and no more than 1', () => {
    fc.assert(
      fc.property(sample, sample, (one, other) => {
        const chance = mannWhitney(one, other)?.pTwoSided ?? Number.NaN;
        expect(chance).toBeLessThanOrEqual(1);
        expect(chance).toBeGreaterThan(0);
        expect(mannWhitney(other, one)?.pTwoSided).toBeCloseTo(chance, 9);
      }),
    );
  });

  test('is exact for up to eight values without ties, and normal for nine, for ties, or if that is asked for', () => {
    const values = (length: number, from: number) => Array.from({ length }, (_, index) => from + 2 * index);
    const [eight, nine, many] = [values(8, 0), values(9, 0), values(9, 7)];
    const normal = (one: readonly number[], other: readonly number[]) => mannWhitney(one, other, 'normal')?.pTwoSided;
    expect(mannWhitney(eight, many)?.pTwoSided).not.toBe(normal(eight, many));
    expect(mannWhitney(nine, many)?.pTwoSided).toBe(normal(nine, many));
    const tied = [...values(7, 0), 7];
    expect(mannWhitney(tied, many)?.pTwoSided).toBe(normal(tied, many));
  });

  test('is normal where the other sample has too many values for counting', () => {
    const many = (length: number) => Array.from({ length }, (_, index) => index + 0.5);
    const one = [100, 300, 320, 340, 360, 380, 400, 420];
    expect(mannWhitney(one, many(500))?.pTwoSided).not.toBe(mannWhitney(one, many(500), 'normal')?.pTwoSided);
    expect(mannWhitney(one, many(501))?.pTwoSided).toBe(mannWhitney(one, many(501), 'normal')?.pTwoSided);
  });

  test('finds nothing in values that are all equal', () => {
    expect(mannWhitney([1, 1], [1, 1, 1])).toEqual({ u: 3, pTwoSided: 1 });
  });

  test('is undefined for an empty sample', () => {
    expect([mannWhitney([], [1]), mannWhitney([1], [])]).toEqual([null, null]);
  });
});

describe('the exact chance of a rank sum', () => {
  test('is the share of orders that lead by so many pairs', () => {
    fc.assert(
      fc.property(small, small, fc.integer({ min: -1, max: 40 }), (n, m, u) => {
        const leads = leadsOfOrders(n, m);
        const expected = leads.filter((lead) => lead >= u).length / leads.length;
        expect(rankSumTail(u, n, m)).toBeCloseTo(expected, 12);
      }),
      { numRuns: 60 },
    );
  });

  test('agrees with the printed table: U of at most 13 of 8 and 8 values is below 2.5 %, and of 14 is not', () => {
    expect(rankSumTail(64 - 13, 8, 8)).toBeLessThan(0.025);
    expect(rankSumTail(64 - 14, 8, 8)).toBeGreaterThan(0.025);
  });

  test('of the largest lead is one order among all', () => {
    expect(rankSumTail(96, 8, 12) * 125_970).toBeCloseTo(1, 9);
    expect(rankSumTail(97, 8, 12)).toBe(0);
  });
});
