import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betaLogOdds, betaQuantile, logBeta, regularizedBeta } from '../../../lib/statistics/distributions/beta.ts';

const shape = fc.double({ min: 0.5, max: 500, noNaN: true });
const share = fc.double({ min: 1e-4, max: 1 - 1e-4, noNaN: true });

describe('the logarithm of the beta function', () => {
  // mpmath 1.3.0 with 40 digits: `log(beta(a, b))`
  test.each([
    [0.5, 0.5, 1.1447298858494002],
    [3, 9.9999, -6.492212410652002],
    [3, 10.0001, -6.4922672591368515],
    [1e6, 1e7, -3351003.012003191],
    [0.5, 1e10, -10.940560522033028],
  ])('of %d and %d is %d', (a, b, expected) => {
    expect(logBeta(a, b) / expected).toBeCloseTo(1, 11);
    expect(logBeta(b, a)).toBe(logBeta(a, b));
  });

  test('of 1 and b is -ln b', () => {
    fc.assert(
      fc.property(shape, (b) => {
        expect(logBeta(1, b)).toBeCloseTo(-Math.log(b), 12);
      }),
    );
  });

  test('loses a / (a + b) for one more', () => {
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        expect(logBeta(a + 1, b) - logBeta(a, b)).toBeCloseTo(Math.log(a / (a + b)), 9);
      }),
    );
  });
});

describe('the incomplete beta function', () => {
  // mpmath 1.3.0 with 60 digits: `betainc(a, b, 0, x, regularized=True)`
  test.each([
    [0.5, 2, 3, 0.6875],
    [0.02, 21, 981, 0.4426991356220228],
    [0.20261501764851197, 609.7203395013024, 259.3615656885165, 8.17850190122644e-221],
    [0.9968503627532536, 2186.851446864628, 3.3344548950596655, 0.0462199456807644],
  ])('I(%d; %d, %d) is %d', (x, a, b, expected) => {
    expect(regularizedBeta(x, a, b) / expected).toBeCloseTo(1, 11);
  });

  test('of either side add up to 1', () => {
    fc.assert(
      fc.property(share, shape, shape, (x, a, b) => {
        expect(regularizedBeta(x, a, b) + regularizedBeta(1 - x, b, a)).toBeCloseTo(1, 11);
      }),
    );
  });

  test('is a power where one shape is 1, and x for two of 1', () => {
    fc.assert(
      fc.property(share, fc.double({ min: 0.3, max: 50, noNaN: true }), (x, a) => {
        expect(regularizedBeta(x, a, 1) / x ** a).toBeCloseTo(1, 11);
        expect(regularizedBeta(x, 1, 1)).toBeCloseTo(x, 14);
      }),
    );
  });

  test('begins with nothing and ends with everything', () => {
    expect([regularizedBeta(0, 2, 3), regularizedBeta(1, 2, 3)]).toEqual([0, 1]);
  });

  test.each([
    [0.5, 0, 1, "'a' should be finite and above 0, got 0"],
    [0.5, 1, Number.NaN, "'b' should be finite and above 0, got NaN"],
    [-0.1, 1, 1, "'x' should be from 0 to 1, got -0.1"],
    [1.1, 1, 1, "'x' should be from 0 to 1, got 1.1"],
  ])('of %d with %d and %d is refused', (x, a, b, message) => {
    expect(() => regularizedBeta(x, a, b)).toThrow(new RangeError(message));
  });
});

describe('the beta quantile', () => {
  // `scipy.stats.beta.ppf` of SciPy 1.17.1
  test.each([
    [0.025, 21, 981, 0.0130321139983341],
    [1e-6, 2, 500, 2.826931804101723e-6],
    [6.083493234575928e-8, 8.080885255686322, 3210.4571972020017, 0.0001598540135233072],
  ])('of %d with %d and %d is %d', (probability, a, b, expected) => {
    expect(betaQuantile(probability, a, b) / expected).toBeCloseTo(1, 11);
  });

  test('is where the distribution function has the probability', () => {
    fc.assert(
      fc.property(share, shape, shape, (probability, a, b) => {
        expect(regularizedBeta(betaQuantile(probability, a, b), a, b)).toBeCloseTo(probability, 8);
      }),
    );
  });

  test('of 0 and 1 are the ends', () => {
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1]);
  });

  test('keeps what is left of a quantile close to 1', () => {
    const logOdds = betaLogOdds({ lower: 1 - 1e-30, upper: 1e-30 }, 2, 3);
    expect(betaLogOdds({ lower: 1e-30, upper: 1 - 1e-30 }, 3, 2)).toBeCloseTo(-logOdds, 9);
    // I(y; 3, 2) is 4 y³ for a small y
    expect(logOdds / (Math.log(1e-30 / 4) / -3)).toBeCloseTo(1, 9);
  });

  test('refuses what is no probability or no shape', () => {
    expect(() => betaQuantile(1.5, 1, 1)).toThrow(new RangeError("'probability' should be from 0 to 1, got 1.5"));
    expect(() => betaQuantile(0.5, -1, 1)).toThrow(new RangeError("'a' should be finite and above 0, got -1"));
  });
});
