import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clumpedTable, countAt, poissonTable } from '../../../bench/canary/count-table.ts';
import {
  certificationDispersion,
  dispersionPaths,
  rollbackDispersion,
  squaredVariation,
} from '../../../lib/statistics/canary/overdispersion.ts';
import { uniformAt } from '../../../lib/statistics/random-numbers.ts';

test('the variation of three minutes is what the formula says', () => {
  const minutes = [
    { bad: 0, total: 100 },
    { bad: 12, total: 100 },
    { bad: 12, total: 200 },
  ];
  // p = .06, expected 6, 6 and 12: (36 - 6 + 36 - 6 + 0 - 12) / (36 + 36 + 144)
  expect(squaredVariation(minutes)).toBeCloseTo(48 / 216, 12);
});

test('counts that spread less than independent ones have no variation', () => {
  expect(squaredVariation(Array.from({ length: 60 }, () => ({ bad: 2, total: 100 })))).toBe(0);
});

test('nothing bad, or no minute at all, is no variation', () => {
  expect(squaredVariation([])).toBe(0);
  expect(squaredVariation([{ bad: 0, total: 50 }])).toBe(0);
});

test.each([
  ['independent', poissonTable(12), 0],
  ['clumping', clumpedTable(12, 1), 1],
  ['slightly clumping', clumpedTable(12, 0.5), 0.25],
])('it is estimated from a day of %s bad answers', (_, table, expected) => {
  const minutes = Array.from({ length: 1440 }, (_minute, index) => ({
    bad: countAt(table, uniformAt(1, 0, 0, index)),
    total: 600,
  }));
  expect(Math.abs(squaredVariation(minutes) - expected)).toBeLessThan(0.02 + 0.15 * expected);
});

test('the dispersion is that of the formulas, and 1 without variation', () => {
  expect(rollbackDispersion({ share: 0.1, badPerMinute: 12 }, 0.5)).toBeCloseTo(1 + 2 * 0.09 * 12 * 0.5, 12);
  expect(certificationDispersion(60, 0.05, 0.5)).toBeCloseTo(1 + 3 * 0.5, 12);
  expect(rollbackDispersion({ share: 0.5, badPerMinute: 12 }, 0)).toBe(1);
  expect(certificationDispersion(60, 0.05, 0)).toBe(1);
});

test('it is never below 1, and the same for either share of the two arms', () => {
  const some = fc.double({ min: 0, max: 1000, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), some, some, (share, badPerMinute, variation) => {
      const dispersion = rollbackDispersion({ share, badPerMinute }, variation);
      expect(dispersion).toBeGreaterThanOrEqual(1);
      const other = rollbackDispersion({ share: 1 - share, badPerMinute }, variation);
      expect(Math.abs(other / dispersion - 1)).toBeLessThan(1e-9);
    }),
  );
});

describe('the dispersion minute by minute', () => {
  const terms = { badShare: 0.02, variation: 1, limit: 0.05 };
  const steady = (minutes: number, canary: number, baseline: number) => ({
    canary: Array.from({ length: minutes }, () => canary),
    baseline: Array.from({ length: minutes }, () => baseline),
  });

  test('is that of the traffic from the first minute on, and not of a tenth of it', () => {
    const { canary, baseline } = steady(20, 600, 5400);
    const { rollBack, stepUp } = dispersionPaths(canary, baseline, terms);

    expect(new Set(rollBack)).toEqual(new Set([rollbackDispersion({ share: 0.1, badPerMinute: 120 }, 1)]));
    expect(new Set(stepUp)).toEqual(new Set([certificationDispersion(600, 0.05, 1)]));
  });

  test('follows a ramp at once where traffic is plenty', () => {
    const [before, after] = [steady(60, 600, 5400), steady(5, 3000, 3000)];
    const { rollBack } = dispersionPaths(
      [...before.canary, ...after.canary],
      [...before.baseline, ...after.baseline],
      terms,
    );

    expect(rollBack[60]).toBe(rollbackDispersion({ share: 0.5, badPerMinute: 120 }, 1));
  });

  test('takes an hour where three thousand answers take longer', () => {
    const canary = [...Array(59).fill(0), 120, 0];
    const { rollBack, stepUp } = dispersionPaths(canary, Array(61).fill(0), terms);

    expect(new Set(rollBack)).toEqual(new Set([1])); // the canary alone has no share that could vary
    expect(stepUp[59]).toBeCloseTo(certificationDispersion(2, 0.05, 1), 12);
  });

  test('forgets what few answers have shown by chance, and keeps what many have', () => {
    const quiet = Array(200).fill(1);
    const path = (first: number) => dispersionPaths([first, ...quiet], Array(201).fill(0), terms).stepUp;

    expect(path(100)[0]).toBe(certificationDispersion(100, 0.05, 1));
    expect(path(100)[200]).toBeLessThan(certificationDispersion(3, 0.05, 1));
    expect(path(3000)[200]).toBe(certificationDispersion(3000, 0.05, 1));
  });

  test('never falls once there are enough answers, never is below 1, and is 1 without variation', () => {
    const counts = fc.array(fc.tuple(fc.integer({ min: 3000, max: 5000 }), fc.nat(1000)), { maxLength: 60 });
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 3, noNaN: true }), (minutes, variation) => {
        const [canary, baseline] = [minutes.map(([one]) => one), minutes.map(([, other]) => other)];
        const { rollBack, stepUp } = dispersionPaths(canary, baseline, { ...terms, variation });
        for (const path of [rollBack, stepUp]) {
          expect([...path]).toEqual([...path].sort((one, other) => one - other));
          expect(path[0] ?? 1).toBeGreaterThanOrEqual(1);
          if (variation === 0) expect(new Set(path).size).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
