import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { basicInterval, bcaInterval, percentileInterval } from '../../../lib/statistics/paired/bootstrap-interval.ts';

/** 0, 1, ..., 100 with a value that is not quite in the middle. */
const estimate = { value: 48, standardError: 29, replicates: Array.from({ length: 101 }, (_, index) => index) };

describe('the percentile interval', () => {
  test('leaves out as much on either side', () => {
    expect(percentileInterval(estimate, 0.9)).toEqual({ lower: expect.closeTo(5, 9), upper: expect.closeTo(95, 9) });
    expect(percentileInterval(estimate, 0.5)).toEqual({ lower: 25, upper: 75 });
  });

  test('mirrored at the value is the basic one', () => {
    expect(basicInterval(estimate, 0.9)).toEqual({ lower: expect.closeTo(1, 9), upper: expect.closeTo(91, 9) });
  });

  test.each([0, 1, 90, Number.NaN])('refuses a confidence of %d', (confidence) => {
    const message = `'confidence' should be between 0 and 1, for example 0.9, got ${confidence}`;
    for (const of of [percentileInterval, basicInterval]) {
      expect(() => of(estimate, confidence)).toThrow(new RangeError(message));
    }
    expect(() => bcaInterval(estimate, [1, 2], confidence)).toThrow(new RangeError(message));
  });
});

describe('the bias-corrected interval', () => {
  test('is the percentile one where there is neither bias nor skewness', () => {
    const centred = { ...estimate, value: 50 };
    const confidence = fc.double({ min: 0.1, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(confidence, (sure) => {
        const [plain, corrected] = [percentileInterval(centred, sure), bcaInterval(centred, [1, 2, 3], sure)];
        expect(corrected?.lower).toBeCloseTo(plain.lower, 8);
        expect(corrected?.upper).toBeCloseTo(plain.upper, 8);
      }),
    );
  });

  test('moves to where the value is among the replicates', () => {
    const below = bcaInterval({ ...estimate, value: 30 }, [1, 2, 3], 0.9);
    const above = bcaInterval({ ...estimate, value: 70 }, [1, 2, 3], 0.9);
    expect(below?.upper).toBeLessThan(95);
    expect(above?.lower).toBeGreaterThan(5);
    expect((below?.lower ?? 0) + (above?.upper ?? 0)).toBeCloseTo(100, 8);
  });

  test('moves up where a few rows raise the value most', () => {
    const centred = { ...estimate, value: 50 };
    // without the row that raises it the value is far lower
    const skewed = bcaInterval(centred, [-9, 1, 1, 1, 1, 1, 1, 1, 1, 1], 0.9);
    expect(skewed?.lower).toBeGreaterThan(5);
    expect(skewed?.upper).toBeGreaterThan(95);
  });

  test('does without an acceleration where all rows are alike', () => {
    const plain = bcaInterval({ ...estimate, value: 50 }, [2, 2, 2], 0.9);
    expect(plain?.lower).toBeCloseTo(5, 8);
    expect(bcaInterval({ ...estimate, value: 50 }, [], 0.9)?.upper).toBeCloseTo(95, 8);
  });

  test('is undefined for a value beyond all replicates', () => {
    expect(bcaInterval({ ...estimate, value: -1 }, [1, 2, 3], 0.9)).toBeNull();
    expect(bcaInterval({ ...estimate, value: 101 }, [1, 2, 3], 0.9)).toBeNull();
    expect(bcaInterval({ ...estimate, value: 0 }, [1, 2, 3], 0.9)).not.toBeNull();
  });
});
