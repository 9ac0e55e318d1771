import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fisherExactP, isTooSmallForZ } from '../../../lib/statistics/experiments/fisher-exact.ts';

const arm = fc
  .integer({ min: 1, max: 25 })
  .chain((total) => fc.record({ successes: fc.nat(total), total: fc.constant(total) }));

const choose = (n: number, k: number): number => (k < 0 || k > n ? 0 : k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);

describe("Fisher's exact test", () => {
  test('of the lady tasting tea is 34/70 for three cups right of four', () => {
    expect(fisherExactP({ successes: 1, total: 4 }, { successes: 3, total: 4 })).toBeCloseTo(34 / 70, 12);
  });

  test('adds up all tables that are no likelier', () => {
    fc.assert(
      fc.property(arm, arm, (one, other) => {
        const successes = one.successes + other.successes;
        const ways = (cell: number) => choose(other.total, cell) * choose(one.total, successes - cell);
        const cells = Array.from({ length: other.total + 1 }, (_, cell) => ways(cell));
        const observed = ways(other.successes) * (1 + 1e-7);
        const expected =
          cells.filter((count) => count <= observed).reduce((sum, count) => sum + count, 0) /
          cells.reduce((sum, count) => sum + count, 0);
        expect(fisherExactP(one, other)).toBeCloseTo(expected, 10);
      }),
    );
  });

  test('is the same for exchanged arms, and for failures in place of successes', () => {
    const failures = ({ successes, total }: { successes: number; total: number }) => ({
      successes: total - successes,
      total,
    });
    fc.assert(
      fc.property(arm, arm, (one, other) => {
        const p = fisherExactP(one, other);
        expect(fisherExactP(other, one)).toBeCloseTo(p, 10);
        expect(fisherExactP(failures(one), failures(other))).toBeCloseTo(p, 10);
      }),
    );
  });

  test('of large arms neither overflows nor is off', () => {
    expect(fisherExactP({ successes: 500, total: 10_000 }, { successes: 570, total: 10_000 })).toBeCloseTo(
      0.0301017858937099,
      12,
    );
    expect(fisherExactP({ successes: 50_000, total: 100_000 }, { successes: 50_000, total: 100_000 })).toBe(1);
  });

  test('refuses more successes than there are units', () => {
    expect(() => fisherExactP({ successes: 3, total: 2 }, { successes: 0, total: 2 })).toThrow(RangeError);
  });
});

describe('an arm too small for the z-test', () => {
  test('is one with a cell that expects fewer than 5', () => {
    expect(isTooSmallForZ({ successes: 5, total: 100 }, { successes: 5, total: 100 })).toBe(false);
    expect(isTooSmallForZ({ successes: 5, total: 100 }, { successes: 4, total: 100 })).toBe(true);
  });

  test('is one with few failures, or with few units beside many', () => {
    expect(isTooSmallForZ({ successes: 96, total: 100 }, { successes: 95, total: 100 })).toBe(true);
    expect(isTooSmallForZ({ successes: 500, total: 1_000 }, { successes: 5, total: 9 })).toBe(true);
  });
});
