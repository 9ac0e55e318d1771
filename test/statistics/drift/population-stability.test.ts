import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  populationStability,
  stabilityNoiseFloor,
  stabilityNoiseMean,
} from '../../../lib/statistics/drift/population-stability.ts';

const count = fc.integer({ min: 0, max: 10_000 });
const pairs = fc
  .array(fc.tuple(count, count), { minLength: 1, maxLength: 12 })
  .map((rows) => [rows.map(([one]) => one + 1), rows.map(([, other]) => other + 1)] as const);

describe('the population stability index', () => {
  test('sums what each bin moved, times the logarithm of its ratio', () => {
    const expected = 0.2 * Math.log(0.7 / 0.5) - 0.2 * Math.log(0.3 / 0.5);
    expect(populationStability([50, 50], [70, 30])).toBeCloseTo(expected, 12);
  });

  test('takes a share of less than a ten-thousandth for one, and no more than that', () => {
    const empty = populationStability([500_000, 500_000], [1_000_000, 0]) ?? Number.NaN;
    const tiny = populationStability([500_000, 500_000], [999_900, 100]) ?? Number.NaN;
    const more = populationStability([500_000, 500_000], [999_800, 200]) ?? Number.NaN;
    // the share of the other bin stays what it is: the two are not made to add up to 1
    expect(empty).toBeCloseTo(0.5 * Math.log(2) + (1e-4 - 0.5) * Math.log(1e-4 / 0.5), 12);
    expect(tiny).toBeCloseTo(0.4999 * Math.log(0.9999 / 0.5) + (1e-4 - 0.5) * Math.log(1e-4 / 0.5), 12);
    expect(more).toBeLessThan(tiny - 0.3);
  });

  test('gains nothing from a bin that is empty on both sides', () => {
    expect(populationStability([50, 0, 50], [70, 0, 30])).toBe(populationStability([50, 50], [70, 30]));
  });

  test('is never below 0, and the same in both directions', () => {
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        const index = populationStability(one, other) ?? Number.NaN;
        expect(index).toBeGreaterThanOrEqual(0);
        expect(populationStability(other, one)).toBeCloseTo(index, 12);
      }),
    );
  });

  test('depends on shares only', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 2, max: 9 }), ([one, other], factor) => {
        const scaled = other.map((value) => value * factor);
        expect(populationStability(one, scaled)).toBeCloseTo(populationStability(one, other) ?? Number.NaN, 12);
      }),
    );
  });

  test('is undefined for an empty side', () => {
    expect([populationStability([0, 0], [1, 2]), populationStability([1, 2], [0, 0])]).toEqual([null, null]);
  });

  test('refuses counts of other bins, and what is not a count', () => {
    expect(() => populationStability([1, 2], [1])).toThrow(
      new RangeError("'current' should have a count for each of 2 bins, got 1"),
    );
    expect(() => populationStability([1, 2], [1, -1])).toThrow(new RangeError("'counts' should be 0 or more, got -1"));
    expect(() => populationStability([1, Number.NaN], [1, 1])).toThrow(
      new RangeError("'counts' should be 0 or more, got NaN"),
    );
  });
});

describe('the noise of the index', () => {
  const samples = { bins: 10, referenceRows: 200, currentRows: 200 };

  test('has the mean and the quantile of chi-square with one degree of freedom per bin but one', () => {
    expect(stabilityNoiseMean(samples)).toBeCloseTo(0.09, 12);
    // 27.877 is the table's 99.9 % point of 9 degrees of freedom, 16.919 its 95 % point
    expect(stabilityNoiseFloor(samples)).toBeCloseTo(27.877 / 100, 5);
    expect(stabilityNoiseFloor(samples, 0.95)).toBeCloseTo(16.919 / 100, 5);
  });

  test('shrinks with the rows of the smaller sample', () => {
    const larger = stabilityNoiseFloor({ ...samples, referenceRows: 1e9 });
    expect(larger).toBeCloseTo(27.877 / 200, 5);
    expect(stabilityNoiseFloor({ ...samples, currentRows: 2_000 })).toBeLessThan(stabilityNoiseFloor(samples));
  });

  test('is none for a single bin', () => {
    expect([stabilityNoiseFloor({ ...samples, bins: 1 }), stabilityNoiseMean({ ...samples, bins: 1 })]).toEqual([0, 0]);
    expect(stabilityNoiseFloor({ ...samples, bins: 2 })).toBeGreaterThan(0);
  });

  test.each([
    [{ bins: 0 }, "'bins' should be 1 or more, got 0"],
    [{ bins: 1.5 }, "'bins' should be 1 or more, got 1.5"],
    [{ referenceRows: 0 }, "'referenceRows' and 'currentRows' should be above 0, got 0 and 200"],
    [{ currentRows: 0 }, "'referenceRows' and 'currentRows' should be above 0, got 200 and 0"],
  ])('of %j is refused', (part, message) => {
    expect(() => stabilityNoiseFloor({ ...samples, ...part })).toThrow(new RangeError(message));
  });
});
