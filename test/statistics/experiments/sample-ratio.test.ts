import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleRatio, stratifiedRatio } from '../../../lib/statistics/experiments/sample-ratio.ts';

const counts = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 2, maxLength: 5 });

describe('the sample ratio', () => {
  test('of arms that are filled as planned is no mismatch', () => {
    expect(sampleRatio([9_000, 1_000], [0.9, 0.1])).toEqual({ chiSquare: 0, pValue: 1, mismatch: false });
  });

  test('is a mismatch below a chance of a thousandth and none above', () => {
    // 10.8275661... is the 99.9 % quantile of one degree of freedom
    const off = Math.sqrt(10.827566170662733 / 4 / 100_000) * 100_000;
    const below = sampleRatio([100_000 + off * 1.0001 * Math.SQRT2, 100_000 - off * 1.0001 * Math.SQRT2], [1, 1]);
    const above = sampleRatio([100_000 + off * 0.9999 * Math.SQRT2, 100_000 - off * 0.9999 * Math.SQRT2], [1, 1]);
    expect([below.mismatch, above.mismatch]).toEqual([true, false]);
    expect(below.pValue).toBeCloseTo(0.001, 5);
  });

  test('does not ask for weights that add up to 1', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.01, max: 100, noNaN: true }), (observed, factor) => {
        const weights = observed.map((_, arm) => arm + 1);
        const scaled = weights.map((weight) => weight * factor);
        expect(sampleRatio(observed, scaled).chiSquare).toBeCloseTo(sampleRatio(observed, weights).chiSquare, 6);
      }),
    );
  });

  test('grows with the units while the shares stay', () => {
    const [small, large] = [sampleRatio([510, 490], [1, 1]), sampleRatio([51_000, 49_000], [1, 1])];
    expect(large.chiSquare).toBeCloseTo(100 * small.chiSquare, 9);
    expect([small.mismatch, large.mismatch]).toEqual([false, true]);
  });

  test('of nobody is no mismatch', () => {
    expect(sampleRatio([0, 0], [0.5, 0.5])).toEqual({ chiSquare: 0, pValue: 1, mismatch: false });
  });

  test.each([
    [[10], [1], "'observed' should be a count of each of 2 arms, got [10]"],
    [[10, 10, 10], [0.5, 0.5], "'observed' should be a count of each of 2 arms, got [10,10,10]"],
    [[10, -1], [0.5, 0.5], "'observed' should be a count of each of 2 arms, got [10,-1]"],
    [[10, 10], [1, 0], "'weights' should be above 0, for example [0.5, 0.5], got [1,0]"],
  ])('of %j for the plan %j is refused', (observed, weights, message) => {
    expect(() => sampleRatio(observed, weights)).toThrow(new RangeError(message));
  });
});

describe('the stratified sample ratio', () => {
  test('of one stratum is that of two arms', () => {
    const [one, two] = [
      stratifiedRatio([{ first: 130, second: 870, share: 0.1 }]),
      sampleRatio([130, 870], [0.1, 0.9]),
    ];
    expect(one.chiSquare).toBeCloseTo(two.chiSquare, 9);
    expect(one.mismatch).toBe(two.mismatch);
  });

  test('does not blame the arms for shares that change', () => {
    const strata = [
      { first: 10, second: 990, share: 0.01 },
      { first: 500, second: 500, share: 0.5 },
    ];
    expect(stratifiedRatio(strata)).toEqual({ chiSquare: 0, pValue: 1, mismatch: false });
    expect(sampleRatio([510, 1490], [0.5, 0.5]).mismatch).toBe(true);
  });

  test('is nothing where one arm was to have all, or nobody came', () => {
    expect(stratifiedRatio([]).mismatch).toBe(false);
    expect(stratifiedRatio([{ first: 1, second: 9, share: 0 }]).pValue).toBe(1);
  });

  test('is the same in whatever order the strata come', () => {
    const stratum = fc.record({
      first: fc.nat(50),
      second: fc.nat(50),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(stratum, { maxLength: 20 }), (strata) => {
        expect(stratifiedRatio(strata.toReversed()).pValue).toBeCloseTo(stratifiedRatio(strata).pValue, 9);
      }),
    );
  });
});
