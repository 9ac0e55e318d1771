import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kolmogorovSf } from '../../../lib/statistics/distributions/kolmogorov.ts';

describe("Kolmogorov's distribution", () => {
  // critical values of Smirnov (1948)
  test.each([
    [1.22385, 0.1],
    [1.3581, 0.05],
    [1.62762, 0.01],
    [1.94947, 0.001],
  ])('is above %d with the chance %d', (x, expected) => {
    expect(kolmogorovSf(x) / expected).toBeCloseTo(1, 3);
  });

  test('is joined where one of its sums takes over from the other', () => {
    expect(kolmogorovSf(1 - 1e-15)).toBeCloseTo(kolmogorovSf(1), 13);
    expect(kolmogorovSf(1)).toBeCloseTo(0.26999967167735456, 14);
  });

  test('falls from everything to nothing', () => {
    const distance = fc.double({ min: 0, max: 20, noNaN: true });
    fc.assert(
      fc.property(distance, distance, (one, other) => {
        fc.pre(one < other);
        expect(kolmogorovSf(one)).toBeGreaterThanOrEqual(kolmogorovSf(other));
      }),
    );
    expect([kolmogorovSf(-1), kolmogorovSf(0), kolmogorovSf(1e-9), kolmogorovSf(0.05)]).toEqual([1, 1, 1, 1]);
    expect(kolmogorovSf(Number.POSITIVE_INFINITY)).toBe(0);
    expect(kolmogorovSf(Number.NaN)).toBeNaN();
  });

  test('is twice an exponential function where it is next to nothing', () => {
    expect(kolmogorovSf(15) / (2 * Math.exp(-450))).toBeCloseTo(1, 12);
  });
});
