import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clumpedTable, countAt, poissonTable } from '../../../bench/canary/count-table.ts';
import {
  certificationDispersion,
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
