import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tailQuantile, tailsOf } from '../../../lib/statistics/distributions/tail-quantile.ts';

/** The logistic distribution, whose quantile is known: ln of the odds. */
const logistic = (argument: number) => ({
  lower: 1 / (1 + Math.exp(-argument)),
  upper: 1 / (1 + Math.exp(argument)),
});

describe('the quantile by tails', () => {
  test('is found from wherever the search starts', () => {
    const chance = fc.double({ min: 1e-200, max: 1, noNaN: true, maxExcluded: true });
    fc.assert(
      fc.property(chance, fc.double({ min: -50, max: 50, noNaN: true }), (lower, start) => {
        const found = tailQuantile(logistic, { lower, upper: 1 - lower }, start);
        expect(found).toBeCloseTo(Math.log(lower) - Math.log1p(-lower), 8);
      }),
    );
  });

  test('is found from the upper tail where that is all that is left', () => {
    expect(tailQuantile(logistic, { lower: 1, upper: 1e-100 }, 0)).toBeCloseTo(100 * Math.LN10, 9);
  });

  test('of nothing and of everything is infinite', () => {
    expect(tailQuantile(logistic, { lower: 0, upper: 1 }, 0)).toBe(Number.NEGATIVE_INFINITY);
    expect(tailQuantile(logistic, { lower: 1, upper: 0 }, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  test('is infinite beyond the logarithms of all numbers', () => {
    const slow = (argument: number) => logistic(argument / 100);
    expect(tailQuantile(slow, { lower: 1e-100, upper: 1 }, 0)).toBe(Number.NEGATIVE_INFINITY);
    expect(tailQuantile(slow, { lower: 1, upper: 1e-100 }, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(tailQuantile(slow, { lower: 0.01, upper: 0.99 }, 0)).toBeCloseTo(100 * Math.log(1 / 99), 8);
  });
});

test('a probability and what is left of it are the tails', () => {
  expect(tailsOf(0.25)).toEqual({ lower: 0.25, upper: 0.75 });
  for (const wrong of [-0.1, 1.1, Number.NaN]) {
    expect(() => tailsOf(wrong)).toThrow(new RangeError(`'probability' should be from 0 to 1, got ${wrong}`));
  }
});
