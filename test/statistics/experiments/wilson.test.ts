import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalQuantile } from '../../../lib/statistics/distributions/normal.ts';
import { wilsonInterval } from '../../../lib/statistics/experiments/wilson.ts';

const proportion = fc
  .integer({ min: 1, max: 10_000 })
  .chain((total) => fc.record({ successes: fc.nat(total), total: fc.constant(total) }));
const confidence = fc.double({ min: 0.5, max: 0.999, noNaN: true });

describe('the Wilson interval', () => {
  // Newcombe (1998), table I, method 3
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d of %d is what Newcombe printed', (successes, total, lower, upper) => {
    const interval = wilsonInterval(successes, total, 0.95);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });

  test('ends where the score test just rejects', () => {
    fc.assert(
      fc.property(proportion, confidence, ({ successes, total }, sure) => {
        const { lower, upper } = wilsonInterval(successes, total, sure);
        const z = -normalQuantile((1 - sure) / 2);
        for (const end of [lower, upper]) {
          const distance = (successes / total - end) ** 2 * total;
          expect(distance).toBeCloseTo(z * z * end * (1 - end), 8);
        }
      }),
    );
  });

  test('of the failures is its mirror image', () => {
    fc.assert(
      fc.property(proportion, confidence, ({ successes, total }, sure) => {
        const [there, back] = [wilsonInterval(successes, total, sure), wilsonInterval(total - successes, total, sure)];
        expect(there.lower).toBeCloseTo(1 - back.upper, 12);
        expect(there.upper).toBeCloseTo(1 - back.lower, 12);
      }),
    );
  });

  test('stays within 0 and 1, and reaches them only with none and with all', () => {
    expect(wilsonInterval(0, 7, 0.9).lower).toBe(0);
    expect(wilsonInterval(7, 7, 0.9).upper).toBe(1);
    expect(wilsonInterval(1, 1_000_000, 0.9).lower).toBeGreaterThan(0);
    expect(wilsonInterval(6, 7, 0.9).upper).toBeLessThan(1);
  });

  test('refuses what is no proportion or no confidence', () => {
    expect(() => wilsonInterval(1, 0, 0.9)).toThrow(new RangeError("'total' should be above 0, got 0"));
    expect(() => wilsonInterval(8, 7, 0.9)).toThrow("'successes' should be from 0 to the total of 7, got 8");
    expect(() => wilsonInterval(1, 7, 1.5)).toThrow(RangeError);
  });
});
