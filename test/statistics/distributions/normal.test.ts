import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalCdf, normalQuantile, normalSf } from '../../../lib/statistics/distributions/normal.ts';

const deviations = fc.double({ min: -37, max: 37, noNaN: true });

describe('the normal distribution', () => {
  // mpmath 1.3.0 with 40 digits: `erfc(z / sqrt(2)) / 2`
  test.each([
    [0.25, 0.4012936743170763],
    [0.6744, 0.2500285213729406],
    [0.6745, 0.24999674286369916],
    [2, 0.02275013194817921],
    [5.65, 8.022391850663497e-9],
    [5.66, 7.568649751997714e-9],
    [9, 1.1285884059538405e-19],
    [37.5, 4.605353009581954e-308],
  ])('is beyond %d standard deviations with the chance %d', (z, expected) => {
    expect(normalSf(z) / expected).toBeCloseTo(1, 11);
    expect(normalCdf(-z) / expected).toBeCloseTo(1, 11);
    expect(normalCdf(z)).toBeCloseTo(1 - expected, 15);
  });

  test('has tails that add up to 1', () => {
    fc.assert(
      fc.property(deviations, (z) => {
        expect(normalCdf(z) + normalSf(z)).toBeCloseTo(1, 15);
      }),
    );
  });

  test('rises', () => {
    fc.assert(
      fc.property(deviations, deviations, (one, other) => {
        fc.pre(one < other);
        expect(normalCdf(one)).toBeLessThanOrEqual(normalCdf(other));
      }),
    );
  });

  test('is joined where one approximation ends and the next begins', () => {
    for (const border of [0.67448975, Math.sqrt(32)]) {
      expect(normalSf(border * (1 + 1e-15)) / normalSf(border)).toBeCloseTo(1, 13);
    }
  });

  test('ends at nothing and at everything', () => {
    expect([normalCdf(Number.NEGATIVE_INFINITY), normalSf(Number.NEGATIVE_INFINITY)]).toEqual([0, 1]);
    expect([normalCdf(Number.POSITIVE_INFINITY), normalSf(Number.POSITIVE_INFINITY)]).toEqual([1, 0]);
    expect(normalCdf(Number.NaN)).toBeNaN();
  });
});

describe('the normal quantile', () => {
  test.each([
    [1e-300, -37.0470962993612],
    [0.001, -3.090232306167813],
    [0.05, -1.6448536269514729],
    [0.075, -1.439531470938456],
    [0.0751, -1.43882539275254],
    [0.8, 0.8416212335729143],
    [0.975, 1.959963984540054],
  ])('of %d is %d', (probability, expected) => {
    expect(normalQuantile(probability)).toBeCloseTo(expected, 13);
  });

  test('is where the distribution function has the probability', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 0.5, noNaN: true }), (probability) => {
        expect(normalCdf(normalQuantile(probability)) / probability).toBeCloseTo(1, 11);
      }),
    );
  });

  test('of what is left of a probability is its opposite', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 20 - 1 }), (share) => {
        const probability = share / 2 ** 20;
        expect(normalQuantile(1 - probability)).toBe(0 - normalQuantile(probability));
      }),
    );
  });

  test('is infinite for 0 and 1, and refuses what is no probability', () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    for (const wrong of [-1e-9, 1 + 1e-9, Number.NaN]) {
      expect(() => normalQuantile(wrong)).toThrow(new RangeError(`'probability' should be from 0 to 1, got ${wrong}`));
    }
  });
});
