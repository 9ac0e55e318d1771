import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  binnedDistance,
  kolmogorovSmirnov,
  kolmogorovSmirnovExactP,
} from '../../../lib/statistics/drift/kolmogorov-smirnov.ts';

const sample = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 25 });
const small = fc.integer({ min: 1, max: 6 });

/** The definition, value by value. */
function byDefinition(one: readonly number[], other: readonly number[]): number {
  const share = (values: readonly number[], limit: number) =>
    values.filter((value) => value <= limit).length / values.length;
  return Math.max(...[...one, ...other].map((limit) => Math.abs(share(one, limit) - share(other, limit))));
}

/** Distances of every order in which n and m values may come. */
function distancesOfOrders(n: number, m: number): number[] {
  const far = (i: number, j: number) => Math.abs(i / n - j / m);
  const walk = (i: number, j: number, furthest: number): number[] => {
    const now = Math.max(furthest, far(i, j));
    if (i === n && j === m) return [now];
    return [...(i < n ? walk(i + 1, j, now) : []), ...(j < m ? walk(i, j + 1, now) : [])];
  };
  return walk(0, 0, 0);
}

describe('the Kolmogorov-Smirnov distance', () => {
  test('is the largest difference of the two distribution functions, with ties', () => {
    fc.assert(
      fc.property(sample, sample, (one, other) => {
        expect(kolmogorovSmirnov(one, other)?.distance).toBeCloseTo(byDefinition(one, other), 12);
      }),
    );
  });

  test('leaves missing values out', () => {
    expect(kolmogorovSmirnov([1, null, 2, Number.NaN], [null, 2, 3])).toEqual(kolmogorovSmirnov([1, 2], [2, 3]));
  });

  test('is undefined without values', () => {
    expect([kolmogorovSmirnov([], [1]), kolmogorovSmirnov([1], [null])]).toEqual([null, null]);
  });

  test('of equal samples is 0, which is no news', () => {
    expect(kolmogorovSmirnov([1, 2, 3], [3, 1, 2])).toEqual({ distance: 0, pValue: 1 });
  });
});

describe('the exact chance', () => {
  test('is the share of orders that are at least that far', () => {
    fc.assert(
      fc.property(small, small, fc.nat(), (n, m, choice) => {
        const distances = distancesOfOrders(n, m);
        const distance = distances[choice % distances.length] ?? Number.NaN;
        const expected = distances.filter((one) => one >= distance - 1e-9).length / distances.length;
        expect(kolmogorovSmirnovExactP(distance, n, m)).toBeCloseTo(expected, 12);
      }),
      { numRuns: 40 },
    );
  });

  test('of samples that do not overlap is that of two orders among all', () => {
    expect(kolmogorovSmirnovExactP(1, 5, 5)).toBeCloseTo(2 / 252, 14);
    // two in a binomial coefficient of 40 over 20: far below what 1 less a distribution function can tell
    expect(kolmogorovSmirnovExactP(1, 20, 20) * 137_846_528_820).toBeCloseTo(2, 9);
  });

  test('of a difference of 0 is 1', () => {
    expect(kolmogorovSmirnovExactP(0, 3, 4)).toBe(1);
  });

  test('holds up to 250,000 pairs, and the limit beyond', () => {
    const values = (length: number, from: number) => Array.from({ length }, (_, index) => index + from);
    const [exact, limit] = [
      kolmogorovSmirnov(values(500, 0), values(500, 30.5)),
      kolmogorovSmirnov(values(500, 0), values(501, 30.5)),
    ];
    expect(exact?.pValue).toBe(kolmogorovSmirnovExactP(exact?.distance ?? Number.NaN, 500, 500));
    const exactOfMore = kolmogorovSmirnovExactP(limit?.distance ?? Number.NaN, 500, 501);
    expect(limit?.pValue).not.toBe(exactOfMore);
    expect(limit?.pValue).toBeCloseTo(exactOfMore, 1);
  });
});

describe('the distance over bins', () => {
  test('is the largest difference of cumulative shares', () => {
    expect(binnedDistance([1, 1, 2], [2, 2, 0])).toBeCloseTo(0.5, 12);
    expect(binnedDistance([2, 2, 0], [1, 1, 2])).toBeCloseTo(0.5, 12);
  });

  test('is at most the distance of the values', () => {
    fc.assert(
      fc.property(sample, sample, fc.integer({ min: 1, max: 5 }), (one, other, width) => {
        const counts = (values: readonly number[]) =>
          Array.from({ length: 13 }, (_, bin) => values.filter((value) => Math.floor(value / width) === bin).length);
        const whole = kolmogorovSmirnov(one, other)?.distance ?? Number.NaN;
        expect(binnedDistance(counts(one), counts(other))).toBeLessThanOrEqual(whole + 1e-12);
        if (width === 1) expect(binnedDistance(counts(one), counts(other))).toBeCloseTo(whole, 12);
      }),
    );
  });

  test('is undefined for an empty side', () => {
    expect(binnedDistance([0, 0], [1, 1])).toBeNull();
  });
});
