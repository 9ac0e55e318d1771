import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minimumDetectableEffect, sampleSize } from '../../../lib/statistics/experiments/sample-size.ts';

const rate = fc.double({ min: 0.01, max: 0.9, noNaN: true });

describe('the sample size', () => {
  test.each([
    { control: 0.1, variant: 0.11, rows: 14_751 },
    { control: 0.85, variant: 0.86, rows: 19_461 },
    { control: 0.05, variant: 0.06, rows: 8_158 },
  ])('of $control against $variant at 80 % is $rows in each arm', ({ control, variant, rows }) => {
    expect(Math.ceil(sampleSize({ control, variant }))).toBe(rows);
  });

  test('is the same whichever arm is called the control', () => {
    fc.assert(
      fc.property(rate, rate, (control, variant) => {
        fc.pre(Math.abs(control - variant) > 1e-3);
        const there = sampleSize({ control, variant });
        expect(sampleSize({ control: variant, variant: control }) / there).toBeCloseTo(1, 9);
      }),
    );
  });

  test('of the smaller arm of two is what the larger leaves to it', () => {
    const control = sampleSize({ control: 0.1, variant: 0.15, ratio: 3 });
    const swapped = sampleSize({ control: 0.15, variant: 0.1, ratio: 1 / 3 });
    expect(swapped).toBeCloseTo(3 * control, 6);
  });

  test('grows with the power and with fewer false alarms', () => {
    const plan = { control: 0.1, variant: 0.12 };
    const usual = sampleSize(plan);
    expect(sampleSize({ ...plan, alpha: 0.05, power: 0.8 })).toBe(usual);
    expect(sampleSize({ ...plan, power: 0.9 })).toBeGreaterThan(usual);
    expect(sampleSize({ ...plan, alpha: 0.01 })).toBeGreaterThan(usual);
  });

  test.each([
    [{ control: 0, variant: 0.1 }, "'control' should be between 0 and 1, got 0"],
    [{ control: 0.1, variant: 1 }, "'variant' should be between 0 and 1, got 1"],
    [{ control: 0.1, variant: 0.1 }, "'variant' should differ from the control's 0.1"],
    [{ control: 0.1, variant: 0.2, ratio: 0 }, "'ratio' should be above 0, for example 1, got 0"],
    [{ control: 0.1, variant: 0.2, alpha: 0 }, "'alpha' should be between 0 and 1, got 0"],
    [{ control: 0.1, variant: 0.2, power: 1 }, "'power' should be between 0 and 1, got 1"],
  ])('of %j is refused', (plan, message) => {
    expect(() => sampleSize(plan)).toThrow(RangeError);
    expect(() => sampleSize(plan)).toThrow(message);
  });
});

describe('the smallest rise that is found', () => {
  test.each([
    [0.05, 0.9],
    [0.1, 1.22],
    [0.2, 1.61],
    [0.5, 1.98],
    [0.85, 1.39],
  ])('of %d by 10000 users an arm is %d points', (share, points) => {
    expect(100 * (minimumDetectableEffect({ rate: share, perArm: 10_000 }) ?? 0)).toBeCloseTo(points, 2);
  });

  test('needs just the arms that it comes from', () => {
    fc.assert(
      fc.property(rate, fc.integer({ min: 200, max: 1_000_000 }), (share, perArm) => {
        const rise = minimumDetectableEffect({ rate: share, perArm });
        if (rise === null || share + rise >= 1) return;
        expect(sampleSize({ control: share, variant: share + rise }) / perArm).toBeCloseTo(1, 6);
      }),
    );
  });

  test('is undefined where not even all would do', () => {
    expect(minimumDetectableEffect({ rate: 0.5, perArm: 3 })).toBeNull();
    expect(minimumDetectableEffect({ rate: 0.5, perArm: 30 })).not.toBeNull();
  });

  test.each([
    [{ rate: 1, perArm: 10 }, "'rate' should be between 0 and 1, got 1"],
    [{ rate: 0.5, perArm: 0 }, "'perArm' should be above 0, for example 10000, got 0"],
  ])('of %j is refused', (arms, message) => {
    expect(() => minimumDetectableEffect(arms)).toThrow(new RangeError(message));
  });
});
