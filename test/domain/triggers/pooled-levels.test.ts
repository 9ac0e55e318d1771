import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pooledLevels } from '../../../lib/domain/triggers/pooled-levels.ts';

const levels = (counts: Record<string, number>, other = 0, missing = 0) => ({
  levels: Object.entries(counts).map(([level, rows]) => ({ level, rows })),
  other,
  missing,
});

describe('levels', () => {
  test('are counted apart where eight rows of each are expected in the window, and together below', () => {
    const reference = levels({ a: 90_000, b: 4_000, c: 3_999, d: 2_001 });
    expect(pooledLevels(reference, levels({ a: 180, b: 5, c: 7, d: 8 }))).toEqual({
      reference: [90_000, 4_000, 6_000],
      current: [180, 5, 15],
      unseen: [],
    });
  });

  test('are as rare in a small reference as in a small window', () => {
    const reference = levels({ a: 185, b: 8, c: 7 });
    const window = levels({ a: 90_000, b: 5_000, c: 5_000 });
    expect(pooledLevels(reference, window)).toMatchObject({ reference: [185, 8, 7], current: [90_000, 5_000, 5_000] });
    expect(pooledLevels(levels({ a: 186, b: 7, c: 7 }), window)).toMatchObject({
      reference: [186, 14],
      current: [90_000, 10_000],
    });
  });

  test('that are rare join those that are not listed', () => {
    expect(pooledLevels(levels({ a: 900, b: 10 }, 90), levels({ a: 80, b: 3, new: 4 }, 13))).toEqual({
      reference: [900, 100],
      current: [80, 20],
      unseen: [],
    });
  });

  test('that the reference has not got are counted together, and named where it lists all that it has', () => {
    expect(pooledLevels(levels({ a: 500, b: 500 }), levels({ a: 500, pilot: 300, cook: 150 }, 50))).toEqual({
      reference: [500, 500, 0],
      current: [500, 0, 500],
      unseen: ['cook', 'pilot'],
    });
  });

  test('of no row are none, and missing values are apart', () => {
    expect(pooledLevels(levels({ a: 100, b: 0 }, 0, 5), levels({ a: 90, c: 0 }, 0, 15))).toEqual({
      reference: [100, 5],
      current: [90, 15],
      unseen: [],
    });
  });

  test('lose no row, whatever they are', () => {
    const counted = fc.record({
      rows: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'constructor'), fc.nat({ max: 40 })),
      other: fc.nat({ max: 40 }),
      missing: fc.nat({ max: 40 }),
    });
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    fc.assert(
      fc.property(counted, counted, (one, another) => {
        const { reference, current } = pooledLevels(
          levels(one.rows, one.other, one.missing),
          levels(another.rows, another.other, another.missing),
        );
        expect(sum(reference)).toBe(sum(Object.values(one.rows)) + one.other + one.missing);
        expect(sum(current)).toBe(sum(Object.values(another.rows)) + another.other + another.missing);
        expect(reference).toHaveLength(current.length);
      }),
    );
  });
});
