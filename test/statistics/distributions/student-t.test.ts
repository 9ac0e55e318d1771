import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalSf } from '../../../lib/statistics/distributions/normal.ts';
import { studentTCdf, studentTQuantile, studentTSf } from '../../../lib/statistics/distributions/student-t.ts';

const degrees = fc.double({ min: 1, max: 1e5, noNaN: true });
const deviations = fc.double({ min: -40, max: 40, noNaN: true });

describe("Student's distribution", () => {
  // critical values as printed in every table of it
  test.each([
    [6.314, 1, 0.05],
    [2.571, 5, 0.025],
    [2.764, 10, 0.01],
    [3.646, 30, 0.0005],
  ])('is above %d at %d degrees with the chance %d', (t, df, expected) => {
    expect(studentTSf(t, df) / expected).toBeCloseTo(1, 2);
    expect(studentTQuantile(1 - expected, df)).toBeCloseTo(t, 2);
  });

  test("of one degree is Cauchy's, also where almost nothing is left", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1e12, noNaN: true }), (t) => {
        expect(studentTSf(t, 1) / (Math.atan(1 / t) / Math.PI)).toBeCloseTo(1, 11);
      }),
    );
  });

  test('of very many degrees is normal', () => {
    for (const t of [0.1, 1.96, 5]) expect(studentTSf(t, 1e12) / normalSf(t)).toBeCloseTo(1, 9);
  });

  test('loses no digits to many degrees', () => {
    // mpmath 1.3.0 with 60 digits, half of `betainc(df / 2, 1 / 2, 0, df / (df + t**2), regularized=True)`
    expect(studentTSf(2.4603913136668507, 429170.9661910396) / 0.006939475548373705).toBeCloseTo(1, 12);
  });

  test('is the same on both sides of 0', () => {
    fc.assert(
      fc.property(deviations, degrees, (t, df) => {
        expect(studentTCdf(t, df)).toBe(studentTSf(-t, df));
        expect(studentTCdf(t, df) + studentTSf(t, df)).toBeCloseTo(1, 14);
      }),
    );
    expect(studentTSf(0, 7)).toBe(0.5);
  });

  test('has its quantile where the distribution function has the probability', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), degrees, (probability, df) => {
        expect(studentTCdf(studentTQuantile(probability, df), df)).toBeCloseTo(probability, 11);
      }),
    );
  });

  test('has a quantile beside the middle that has all its digits', () => {
    const step = 2 ** -30;
    expect(studentTQuantile(0.5 + step, 1) / Math.tan(Math.PI * step)).toBeCloseTo(1, 11);
    expect(studentTQuantile(0.5, 3)).toBe(0);
  });

  test('ends at both infinities', () => {
    expect([studentTQuantile(0, 3), studentTQuantile(1, 3)]).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    expect([studentTSf(Number.POSITIVE_INFINITY, 3), studentTSf(Number.NEGATIVE_INFINITY, 3)]).toEqual([0, 1]);
    expect(studentTSf(Number.NaN, 3)).toBeNaN();
  });

  test('refuses what are no degrees or no probability', () => {
    for (const df of [0, -1, Number.POSITIVE_INFINITY, Number.NaN]) {
      const message = `'degrees' should be finite and above 0, got ${df}`;
      expect(() => studentTSf(1, df)).toThrow(new RangeError(message));
      expect(() => studentTQuantile(0.5, df)).toThrow(new RangeError(message));
    }
    expect(() => studentTQuantile(2, 1)).toThrow("'probability' should be from 0 to 1, got 2");
  });
});
