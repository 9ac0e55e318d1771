import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brentRoot } from '../../lib/statistics/brent-root.ts';

const at = (low: number, high: number, tolerance = 1e-9) => ({ low, high, tolerance });

describe("a root by Brent's method", () => {
  test.each([
    ['a line', (x: number) => 2 * x - 1, at(0, 3), 0.5],
    ['a cubic', (x: number) => x ** 3 - 2, at(0, 3), Math.cbrt(2)],
    ['a falling curve', (x: number) => Math.cos(x) - x, at(0, 1), 0.7390851332151607],
    ['a flat curve', (x: number) => (x - 1) ** 9, at(-3, 4, 1e-12), 1],
  ])('of %s is found', (_, valueAt, bracket, expected) => {
    expect(Math.abs(brentRoot(valueAt, bracket) - expected)).toBeLessThan(1e-3);
    if (expected !== 1) expect(brentRoot(valueAt, bracket)).toBeCloseTo(expected, 8);
  });

  test('of a step is where it jumps, to the tolerance', () => {
    fc.assert(
      fc.property(fc.double({ min: -4.9, max: 4.9, noNaN: true }), (edge) => {
        const found = brentRoot((x) => (x < edge ? 3 : -1), at(-5, 5, 1e-4));
        expect(Math.abs(found - edge)).toBeLessThanOrEqual(1e-4);
      }),
    );
  });

  test('of a cubic is found in every bracket, with fewer steps than halving takes', () => {
    const coefficient = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(coefficient, fc.double({ min: 0.1, max: 3, noNaN: true }), (root, slope) => {
        let steps = 0;
        const valueAt = (x: number) => {
          steps += 1;
          return (x - root) ** 3 + slope * (x - root);
        };
        expect(Math.abs(brentRoot(valueAt, at(-5, 7, 1e-9)) - root)).toBeLessThanOrEqual(1e-9);
        expect(steps).toBeLessThan(34);
      }),
    );
  });

  test('at an end of the bracket is that end', () => {
    expect(brentRoot((x) => x, at(0, 1))).toBe(0);
    expect(brentRoot((x) => x - 1, at(0, 1))).toBe(1);
  });

  test('is refused where the signs do not differ, or are none', () => {
    expect(() => brentRoot((x) => x * x + 1, at(-1, 2))).toThrow(
      new RangeError("'valueAt' should change its sign from -1 to 2, got 2 and 5"),
    );
    expect(() => brentRoot(() => Number.NaN, at(0, 1))).toThrow(RangeError);
  });
});
