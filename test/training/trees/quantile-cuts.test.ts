import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantileCuts } from '../../../lib/training/trees/quantile-cuts.ts';

const column = fc.array(fc.oneof(fc.float(), fc.float({ min: -2, max: 2 }), fc.constant(Number.NaN)), {
  maxLength: 300,
});

function cutsOf(values: readonly number[]): number[] {
  return Array.from(quantileCuts([Float32Array.from(values)])[0] ?? []);
}

test('cuts stand between all neighbours where there are few distinct values', () => {
  expect(cutsOf([3, 1, Number.NaN, 1, 2, -4, 3])).toEqual([-1.5, 1.5, 2.5]);
});

test('a column that is constant or missing has no cuts', () => {
  expect(cutsOf([7, 7, 7])).toEqual([]);
  expect(cutsOf([Number.NaN, Number.NaN])).toEqual([]);
  expect(cutsOf([])).toEqual([]);
});

test('neighbours that float32 has nothing between are parted by the upper one', () => {
  const upper = Math.fround(1 + 2 ** -23);
  expect(cutsOf([1, upper])).toEqual([upper]);
});

test('0 and -0 are one value', () => {
  expect(cutsOf([0, -0, 0])).toEqual([]);
});

test('255 distinct values have 254 cuts, which part all of them, and 1,000 have as many of equal shares', () => {
  expect(cutsOf(Array.from({ length: 255 }, (_, i) => i))).toEqual(Array.from({ length: 254 }, (_, i) => i + 0.5));
  const many = cutsOf(Array.from({ length: 1000 }, (_, i) => i));
  expect(many).toHaveLength(254);
  const shares = many.slice(1).map((cut, i) => cut - (many[i] ?? 0));
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(3);
  expect(Math.max(...shares)).toBeLessThanOrEqual(4);
});

test('a heavy value takes up the cuts of its share', () => {
  const values = [...Array.from({ length: 5000 }, () => 0.5), ...Array.from({ length: 5000 }, (_, i) => i + 1)];
  const cuts = cutsOf(values);
  expect(cuts[0]).toBeCloseTo(0.75);
  expect(cuts.length).toBeGreaterThan(120);
  expect(cuts.length).toBeLessThan(130);
});

test('cuts of whatever values are finite, ascend, and each parts some value below from another at it or above', () => {
  fc.assert(
    fc.property(column, (values) => {
      const cuts = cutsOf(values);
      const present = values.filter((value) => !Number.isNaN(value)).map((value) => Math.fround(value));
      expect(cuts.length).toBeLessThanOrEqual(254);
      cuts.forEach((cut, i) => {
        expect(Number.isFinite(cut)).toBe(true);
        if (i > 0) expect(cut).toBeGreaterThan(cuts[i - 1] ?? 0);
        expect(present.some((value) => value < cut)).toBe(true);
        expect(present.some((value) => value >= cut)).toBe(true);
      });
    }),
  );
});

test('few distinct values are parted into as many bins', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -50, max: 50 })), (values) => {
      expect(cutsOf(values)).toHaveLength(Math.max(0, new Set(values).size - 1));
    }),
  );
});

test('a long column is known by evenly spaced rows', () => {
  const long = Float32Array.from({ length: 250_000 }, (_, i) => i);
  const cuts = quantileCuts([long])[0] ?? new Float32Array();
  expect(cuts).toHaveLength(254);
  expect(cuts[126]).toBeGreaterThan(124_000 * 0.99);
  expect(cuts[126]).toBeLessThan(125_500);
});
