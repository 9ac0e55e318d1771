import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hellingerDistance,
  jensenShannonDistance,
  largestShareDifference,
} from '../../../lib/statistics/drift/divergence.ts';

const count = fc.integer({ min: 0, max: 1_000 });
const bins = fc.array(count, { minLength: 4, maxLength: 4 }).filter((counts) => counts.some((one) => one > 0));
const distances = [
  ['Jensen-Shannon', jensenShannonDistance],
  ['Hellinger', hellingerDistance],
  ['largest share difference', largestShareDifference],
] as const;

describe.each(distances)('the distance by %s', (_, distance) => {
  test('is 0 between equal shares, however many rows they are of', () => {
    expect(distance([1, 2, 5], [1, 2, 5])).toBe(0);
    expect(distance([10, 20], [100, 200])).toBe(0);
  });

  test('is 1 between samples that have nothing in common', () => {
    expect(distance([3, 0], [0, 7])).toBe(1);
  });

  test('is the same in both directions, from 0 to 1', () => {
    fc.assert(
      fc.property(bins, bins, (one, other) => {
        const there = distance(one, other) ?? Number.NaN;
        expect(there).toBeGreaterThanOrEqual(0);
        expect(there).toBeLessThanOrEqual(1 + 1e-12);
        expect(distance(other, one)).toBeCloseTo(there, 9);
      }),
    );
  });

  test('is no longer than a detour', () => {
    fc.assert(
      fc.property(bins, bins, bins, (one, other, third) => {
        const detour = (distance(one, third) ?? 0) + (distance(third, other) ?? 0);
        expect(distance(one, other)).toBeLessThanOrEqual(detour + 1e-7);
      }),
    );
  });

  test('is undefined for an empty side', () => {
    expect([distance([0, 0], [1, 1]), distance([1, 1], [0, 0])]).toEqual([null, null]);
  });

  test('refuses counts of other bins', () => {
    expect(() => distance([1], [1, 1])).toThrow("'current' should have a count for each of 1 bins, got 2");
  });
});

test('the distances are those of their formulas', () => {
  const [p, q] = [
    [0.5, 0.5],
    [0.9, 0.1],
  ];
  const bits = (share: number, middle: number) => share * Math.log2(share / middle);
  const divergence = (bits(0.5, 0.7) + bits(0.5, 0.3) + bits(0.9, 0.7) + bits(0.1, 0.3)) / 2;
  expect(jensenShannonDistance(p, q)).toBeCloseTo(Math.sqrt(divergence), 12);
  expect(hellingerDistance(p, q)).toBeCloseTo(Math.sqrt(1 - Math.sqrt(0.45) - Math.sqrt(0.05)), 12);
  expect(largestShareDifference(p, q)).toBeCloseTo(0.4, 12);
});

test('a difference of one row among a thousand million is still seen', () => {
  const [one, other] = [
    [500_000_000, 500_000_000],
    [500_000_001, 499_999_999],
  ];
  // 1 - sum of √(pq) is 2e-18 there, which rounds to 0
  expect(hellingerDistance(one, other)).toBeCloseTo(7.07e-10, 12);
});
