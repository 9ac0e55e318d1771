import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bracketedRoot } from '../../lib/statistics/bracketed-root.ts';

/** Calls of the function that a search makes. */
function stepsOf(valueAt: (argument: number) => number, low: number, high: number): number {
  let calls = 0;
  bracketedRoot(
    (argument) => {
      calls += 1;
      return valueAt(argument);
    },
    low,
    high,
  );
  return calls;
}

describe('a root within a bracket', () => {
  test.each([
    { name: 'x^2 - 2', valueAt: (x: number) => x * x - 2, low: 0, high: 2, root: Math.SQRT2 },
    { name: '2 - x^2', valueAt: (x: number) => 2 - x * x, low: 0, high: 2, root: Math.SQRT2 },
    { name: 'cos x - x', valueAt: (x: number) => Math.cos(x) - x, low: 0, high: 1, root: 0.7390851332151607 },
    { name: 'ln x', valueAt: Math.log, low: 0.01, high: 50, root: 1 },
    { name: 'a step', valueAt: (x: number) => (x < 3 ? -1 : 1), low: 0, high: 10, root: 3 },
    { name: 'a triple root', valueAt: (x: number) => (x - 1) ** 3, low: -4, high: 7, root: 1 },
  ])('of $name is found', ({ valueAt, low, high, root }) => {
    expect(Math.abs(bracketedRoot(valueAt, low, high) - root)).toBeLessThan(1e-13 * Math.max(Math.abs(low), high));
  });

  test('may be an end of it', () => {
    expect(bracketedRoot((x) => x, 0, 5)).toBe(0);
    expect(bracketedRoot((x) => x - 5, 0, 5)).toBe(5);
    expect(bracketedRoot(() => 0, 2, 5)).toBe(2);
  });

  test('of a whole cubic with one change of sign is found wherever it is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -9, max: 9, noNaN: true }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        (at, slope) => {
          expect(bracketedRoot((x) => (x - at) ** 3 + slope * (x - at), -10, 10)).toBeCloseTo(at, 4);
        },
      ),
    );
  });

  test('takes a few steps for a smooth function and never more than bisection and two', () => {
    expect(stepsOf((x) => Math.exp(x) - 2, -3, 5)).toBeLessThan(20);
    // 48 halvings of the width take it to 1e-14 of it
    expect(stepsOf((x) => (x < 3 ? -1e-9 : 1e9), 0, 10)).toBeLessThanOrEqual(48 + 2 + 2);
  });

  test.each([
    ['both above', (x: number) => x * x + 1],
    ['both below', (x: number) => -(x * x) - 1],
    ['not a number', () => Number.NaN],
  ])('does not exist where the ends are %s 0', (_, valueAt) => {
    expect(() => bracketedRoot(valueAt, -1, 1)).toThrow(RangeError);
    expect(() => bracketedRoot(valueAt, -1, 1)).toThrow("'valueAt' should change its sign from -1 to 1");
  });
});
