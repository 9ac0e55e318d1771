import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialCdf, binomialSf } from '../../../lib/statistics/distributions/binomial.ts';
import { clopperPearsonInterval, clopperPearsonLower } from '../../../lib/statistics/experiments/clopper-pearson.ts';

const counts = fc
  .integer({ min: 1, max: 400 })
  .chain((total) => fc.record({ successes: fc.nat(total), total: fc.constant(total) }));

describe('the exact interval of a proportion', () => {
  test('of 4 of 20 is what R computes', () => {
    const { lower, upper } = clopperPearsonInterval(4, 20, 0.95);
    expect(lower).toBeCloseTo(0.057334, 6);
    expect(upper).toBeCloseTo(0.436614, 6);
  });

  test('begins at 0 without a success and ends at 1 without a failure', () => {
    expect(clopperPearsonInterval(0, 30, 0.95).lower).toBe(0);
    expect(clopperPearsonInterval(0, 30, 0.95).upper).toBeCloseTo(1 - 0.025 ** (1 / 30), 10);
    expect(clopperPearsonInterval(30, 30, 0.95).upper).toBe(1);
    expect(clopperPearsonInterval(30, 30, 0.95).lower).toBeCloseTo(0.025 ** (1 / 30), 10);
  });

  test('ends where the tails have half of what is not confidence', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.5, max: 0.999, noNaN: true }), ({ successes, total }, confidence) => {
        const { lower, upper } = clopperPearsonInterval(successes, total, confidence);
        const tail = (1 - confidence) / 2;
        if (successes > 0) expect(binomialSf(successes - 1, total, lower) / tail).toBeCloseTo(1, 6);
        if (successes < total) expect(binomialCdf(successes, total, upper) / tail).toBeCloseTo(1, 6);
      }),
    );
  });

  test('has a lower bound of one side as well', () => {
    expect(clopperPearsonLower(20, 100, 0.001)).toBeCloseTo(clopperPearsonInterval(20, 100, 0.998).lower, 12);
    expect(clopperPearsonLower(0, 100, 0.001)).toBe(0);
  });

  test('refuses more successes than there are units', () => {
    expect(() => clopperPearsonInterval(5, 4, 0.95)).toThrow(RangeError);
    expect(() => clopperPearsonLower(5, 4, 0.05)).toThrow("'successes' should be from 0 to the total of 4, got 5");
  });
});
