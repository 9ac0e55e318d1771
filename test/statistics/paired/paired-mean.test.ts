import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalInterval, pairedMean } from '../../../lib/statistics/paired/paired-mean.ts';

const differences = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 2, maxLength: 30 });

describe('the mean of paired differences', () => {
  test('has the deviation of the differences by the root of their number', () => {
    const mean = pairedMean([1, 2, 3, 6]);
    expect(mean?.value).toBe(3);
    expect(mean?.standardError).toBeCloseTo(Math.sqrt(14 / 3 / 4), 12);
  });

  test('of the same in all rows has no spread', () => {
    expect(pairedMean([2, 2, 2])).toEqual({ value: 2, standardError: 0 });
  });

  test('is as far from its opposite as it was from 0', () => {
    fc.assert(
      fc.property(differences, (rows) => {
        const [there, back] = [pairedMean(rows), pairedMean(rows.map((row) => -row))];
        expect((there?.value ?? 0) + (back?.value ?? 0)).toBeCloseTo(0, 9);
        expect(there?.standardError).toBeCloseTo(back?.standardError ?? Number.NaN, 9);
      }),
    );
  });

  test('of fewer than two rows is undefined', () => {
    expect([pairedMean([]), pairedMean([1])]).toEqual([null, null]);
    expect(pairedMean([1, 2])).not.toBeNull();
  });
});

describe('the normal interval', () => {
  test('reaches 1.645 standard errors at 90 %, and 1.96 at 95 %', () => {
    const interval = normalInterval({ value: 10, standardError: 2 }, 0.9);
    expect(interval.lower).toBeCloseTo(10 - 2 * 1.6448536269514722, 12);
    expect(interval.upper).toBeCloseTo(10 + 2 * 1.6448536269514722, 12);
    expect(normalInterval({ value: 0, standardError: 1 }, 0.95).upper).toBeCloseTo(1.959963984540054, 12);
  });

  test('is the value alone without spread or without confidence', () => {
    expect(normalInterval({ value: 3, standardError: 0 }, 0.9)).toEqual({ lower: 3, upper: 3 });
    expect(normalInterval({ value: 3, standardError: 1 }, 0)).toEqual({ lower: 3, upper: 3 });
  });

  test.each([1, 90, -0.1, Number.NaN])('refuses a confidence of %d', (confidence) => {
    const message = `'confidence' should be from 0 to below 1, for example 0.9, got ${confidence}`;
    expect(() => normalInterval({ value: 0, standardError: 1 }, confidence)).toThrow(new RangeError(message));
  });
});
