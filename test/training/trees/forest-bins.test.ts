import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantileCuts } from '../../../lib/training/trees/forest-bins.ts';

/** Rows of each bin, the missing left out. */
function binSizes(column: Float32Array, cuts: Float32Array): number[] {
  const sizes = new Array<number>(cuts.length + 1).fill(0);
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    const bin = cuts.reduce((count, cut) => count + Number(cut <= value), 0);
    sizes[bin] = (sizes[bin] ?? 0) + 1;
  }
  return sizes;
}

describe('the cuts of a column', () => {
  test('stand in the middle between all neighbours while there are few values', () => {
    expect([...quantileCuts(Float32Array.of(4, 1, Number.NaN, 2, 1, 4))]).toEqual([1.5, 3]);
  });

  test.each([
    ['nothing at all', []],
    ['missing values alone', [Number.NaN, Number.NaN]],
    ['a constant', [7, 7, 7]],
  ])('are none for %s', (_name, values) => {
    expect(quantileCuts(Float32Array.from(values))).toHaveLength(0);
  });

  test('part neighbours that float32 has nothing between', () => {
    const upper = Math.fround(1 + 2 ** -23);
    expect([...quantileCuts(Float32Array.of(1, upper))]).toEqual([upper]);
  });

  test('share many values out evenly, 254 cuts at most', () => {
    const column = Float32Array.from({ length: 25_500 }, (_, i) => Math.sin(i) ** 3);
    const cuts = quantileCuts(column);
    const sizes = binSizes(column, cuts);
    expect(cuts).toHaveLength(254);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(99);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(101);
  });

  test('leave a heavy value in a bin of its own', () => {
    const column = Float32Array.from({ length: 2000 }, (_, i) => (i < 1500 ? 0 : i));
    const cuts = quantileCuts(column);
    expect(binSizes(column, cuts)[0]).toBe(1500);
    expect(cuts.length).toBeLessThan(200);
  });

  test('come from all of a long column, and not from its beginning', () => {
    const cuts = quantileCuts(Float32Array.from({ length: 250_000 }, (_, i) => i));
    expect(cuts.at(-1)).toBeGreaterThan(245_000);
  });

  test('rise, and leave no bin empty', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1, maxLength: 600, noDefaultInfinity: true }), (column) => {
        const cuts = quantileCuts(column);
        expect([...cuts]).toEqual([...new Set(cuts)].sort((one, other) => one - other));
        if (column.some((value) => !Number.isNaN(value))) expect(binSizes(column, cuts)).not.toContain(0);
      }),
    );
  });
});
