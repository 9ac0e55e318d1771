import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalQuantile, normalSf } from '../../../lib/statistics/distributions/normal.ts';
import { spendingBounds } from '../../../lib/statistics/experiments/group-sequential.ts';

const equalLooks = (looks: number) => Array.from({ length: looks }, (_, look) => (look + 1) / looks);

describe('bounds of a group sequential test', () => {
  test('of one look are the quantile of a fixed test', () => {
    expect(spendingBounds({ informationFractions: [1], alpha: 0.05 })).toEqual([-normalQuantile(0.05)]);
    expect(spendingBounds({ informationFractions: [1], alpha: 0.05, sides: 2 })).toEqual([-normalQuantile(0.025)]);
  });

  test('of five looks are the published ones', () => {
    const bounds = spendingBounds({ informationFractions: equalLooks(5), alpha: 0.05 });
    const published = [2.878, 2.47, 2.201, 1.982, 1.79];
    for (const [look, bound] of bounds.entries()) expect(Math.abs(bound - (published[look] ?? 0))).toBeLessThan(0.0006);
  });

  test.each([
    [0.4, 1],
    [0.5, 0.505],
  ])('of two looks at %d and %d leave what a bivariate normal leaves', (one, other) => {
    const [first = 0, second = 0] = spendingBounds({ informationFractions: [one, other], alpha: 0.05 });
    expect(first).toBeCloseTo(-normalQuantile(0.05 * one ** 2), 9);
    const left = 0.05 * (other ** 2 - one ** 2);
    expect(aboveSecondOnly(first, second, one / other) / left).toBeCloseTo(1, 4);
  });

  test('depend on no look that is still to come', () => {
    const planned = spendingBounds({ informationFractions: [0.2, 0.5, 0.7, 1], alpha: 0.05 });
    const changed = spendingBounds({ informationFractions: [0.2, 0.5, 0.95], alpha: 0.05 });
    expect(changed[0]).toBe(planned[0]);
    expect(changed[1]).toBeCloseTo(planned[1] ?? 0, 12);
    expect(changed[2]).not.toBeCloseTo(planned[2] ?? 0, 2);
  });

  test('are above those of a fixed test, and of fewer false alarms higher', () => {
    const looks = fc
      .uniqueArray(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 })
      .map((twentieths) => twentieths.toSorted((one, other) => one - other).map((count) => count / 20));
    fc.assert(
      fc.property(looks, fc.double({ min: 0.001, max: 0.2, noNaN: true }), (informationFractions, alpha) => {
        const bounds = spendingBounds({ informationFractions, alpha });
        const stricter = spendingBounds({ informationFractions, alpha: alpha / 2 });
        for (const [look, bound] of bounds.entries()) {
          expect(bound).toBeGreaterThan(-normalQuantile(alpha) - 1e-9);
          expect(stricter[look]).toBeGreaterThan(bound);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('of a look with nothing to spend is out of reach, and those after it are not', () => {
    const [first, second] = spendingBounds({ informationFractions: [0.001, 1], alpha: 0.05, power: 200 });
    expect(first).toBe(37);
    expect(second).toBeCloseTo(-normalQuantile(0.05), 6);
  });

  test.each([
    [[0.5, 0.5, 1], 'equal looks'],
    [[0.5, 0.4], 'falling looks'],
    [[0, 1], 'a look at nothing'],
    [[0.5, 0.50009], 'looks closer than a ten-thousandth'],
    [[0.5, 1.1], 'more than was planned'],
    [[], 'no look'],
  ])('are refused for %j: %s', (informationFractions) => {
    expect(() => spendingBounds({ informationFractions, alpha: 0.05 })).toThrow(
      "'informationFractions' should rise by 0.0001 or more up to 1, for example [0.5, 1], got [",
    );
  });

  test('exist for looks just a ten-thousandth apart', () => {
    expect(spendingBounds({ informationFractions: [0.5, 0.5001], alpha: 0.05 })).toHaveLength(2);
  });

  test.each([
    [{ alpha: 0 }, "'alpha' should be between 0 and 0.5, got 0"],
    [{ alpha: 0.5 }, "'alpha' should be between 0 and 0.5, got 0.5"],
    [{ alpha: 0.05, power: 0 }, "'power' should be above 0, for example 2, got 0"],
  ])('are refused for %j', (plan, message) => {
    expect(() => spendingBounds({ informationFractions: [1], ...plan })).toThrow(new RangeError(message));
  });
});

/** P(z1 < first, z2 > second) of two looks, by the midpoint rule over z1. */
function aboveSecondOnly(first: number, second: number, fraction: number): number {
  const step = 1e-3;
  const [correlation, rest] = [Math.sqrt(fraction), Math.sqrt(1 - fraction)];
  const points = Math.floor((first + 9) / step);
  return Array.from({ length: points }, (_, point) => first - (point + 0.5) * step).reduce((sum, z) => {
    const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
    return sum + step * density * normalSf((second - correlation * z) / rest);
  }, 0);
}
