import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialCdf, binomialPmf, binomialSf } from '../../../lib/statistics/distributions/binomial.ts';

const trials = fc.integer({ min: 1, max: 300 });
const chance = fc.double({ min: 1e-3, max: 1 - 1e-3, noNaN: true });

describe('the binomial distribution', () => {
  // R 4.2.2, `pbinom`
  test.each([
    [20, 1_000, 0.02, 0.559095605763888],
    [0, 10, 0.1, 0.3486784401],
  ])('has at most %d of %d at a chance of %d with the chance %d', (k, n, p, expected) => {
    expect(binomialCdf(k, n, p) / expected).toBeCloseTo(1, 11);
  });

  test('has all digits of an upper tail that is next to nothing', () => {
    expect(binomialSf(200, 1_000, 0.05) / 1.6439440326943994e-63).toBeCloseTo(1, 11);
    expect(binomialSf(9, 10, 0.001) / 1e-30).toBeCloseTo(1, 11);
  });

  test('is the sum of the chances of each number', () => {
    fc.assert(
      fc.property(trials, chance, fc.nat(300), (n, p, k) => {
        let [lower, upper] = [0, 0];
        for (let successes = 0; successes <= n; successes += 1) {
          if (successes <= k) lower += binomialPmf(successes, n, p);
          else upper += binomialPmf(successes, n, p);
        }
        expect(binomialCdf(k, n, p)).toBeCloseTo(lower, 12);
        expect(binomialSf(k, n, p)).toBeCloseTo(upper, 12);
      }),
    );
  });

  test('of few fair trials has shares of powers of 2', () => {
    expect([0, 1, 2, 3, 4].map((k) => binomialPmf(k, 4, 0.5) * 16)).toEqual(
      [1, 4, 6, 4, 1].map((count) => expect.closeTo(count, 12)),
    );
  });

  test('counts a failure as the success of the other chance', () => {
    fc.assert(
      fc.property(trials, chance, fc.nat(300), (n, p, k) => {
        fc.pre(k < n);
        expect(binomialCdf(k, n, p)).toBeCloseTo(binomialSf(n - k - 1, n, 1 - p), 12);
      }),
    );
  });

  test('knows what is certain', () => {
    expect([binomialCdf(-1, 5, 0.5), binomialSf(-1, 5, 0.5)]).toEqual([0, 1]);
    expect([binomialCdf(5, 5, 0.5), binomialSf(5, 5, 0.5)]).toEqual([1, 0]);
    expect([binomialCdf(2, 5, 0), binomialCdf(2, 5, 1)]).toEqual([1, 0]);
    expect([binomialPmf(0, 5, 0), binomialPmf(5, 5, 1), binomialPmf(0, 0, 0.3)]).toEqual([1, 1, 1]);
  });

  test('takes a number between two whole ones for the lower one', () => {
    expect(binomialCdf(2.9, 5, 0.4)).toBe(binomialCdf(2, 5, 0.4));
    expect([binomialPmf(2.9, 5, 0.4), binomialPmf(6, 5, 0.4), binomialPmf(-1, 5, 0.4)]).toEqual([0, 0, 0]);
  });

  test.each([
    [2.5, 0.5, "'n' should be a whole number from 0 on, got 2.5"],
    [-1, 0.5, "'n' should be a whole number from 0 on, got -1"],
    [5, 1.1, "'p' should be from 0 to 1, got 1.1"],
    [5, Number.NaN, "'p' should be from 0 to 1, got NaN"],
  ])('of %d trials with the chance %d is refused', (n, p, message) => {
    for (const of of [binomialCdf, binomialSf, binomialPmf]) expect(() => of(1, n, p)).toThrow(new RangeError(message));
  });
});
