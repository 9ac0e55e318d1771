import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  agrestiCaffoInterval,
  newcombeInterval,
  proportionZTest,
  ratioInterval,
  waldInterval,
} from '../../../lib/statistics/experiments/two-proportions.ts';

const proportion = fc
  .integer({ min: 1, max: 500 })
  .chain((total) => fc.record({ successes: fc.nat(total), total: fc.constant(total) }));

describe('the z-test of two proportions (S3-32)', () => {
  test('of 500 and 570 of 10000 is what statsmodels computes', () => {
    const result = proportionZTest({ successes: 500, total: 10_000 }, { successes: 570, total: 10_000 });
    expect(result?.z).toBeCloseTo(2.1996107931034734, 12);
    expect(result?.pTwoSided).toBeCloseTo(0.0278345207643267, 12);
    expect(result?.pLarger).toBeCloseTo(0.01391726038216335, 12);
  });

  test('is undefined where all or none did it', () => {
    expect(proportionZTest({ successes: 0, total: 9 }, { successes: 0, total: 5 })).toBeNull();
    expect(proportionZTest({ successes: 9, total: 9 }, { successes: 5, total: 5 })).toBeNull();
    expect(proportionZTest({ successes: 9, total: 9 }, { successes: 4, total: 5 })).not.toBeNull();
  });

  test('of exchanged arms has the opposite sign and the same two-sided p', () => {
    fc.assert(
      fc.property(proportion, proportion, (one, other) => {
        const [there, back] = [proportionZTest(one, other), proportionZTest(other, one)];
        expect(there === null).toBe(back === null);
        if (there === null || back === null) return;
        expect(there.z).toBeCloseTo(-back.z, 12);
        expect(there.pTwoSided).toBeCloseTo(back.pTwoSided, 12);
        expect(there.pLarger + back.pLarger).toBeCloseTo(1, 12);
      }),
    );
  });

  test('keeps the digits of a p far below the last digit of 1', () => {
    const result = proportionZTest({ successes: 0, total: 10_000 }, { successes: 400, total: 10_000 });
    expect(result?.pLarger).toBeGreaterThan(0);
    expect(result?.pLarger).toBeLessThan(1e-80);
    expect(result?.pTwoSided).toBe(2 * (result?.pLarger ?? 0));
  });

  test.each([
    [{ successes: 0, total: 0 }, "'total' should be above 0, got 0"],
    [{ successes: 6, total: 5 }, "'successes' should be from 0 to the total of 5, got 6"],
    [{ successes: -1, total: 5 }, "'successes' should be from 0 to the total of 5, got -1"],
    [{ successes: Number.NaN, total: 5 }, 'got NaN'],
  ])('refuses %j', (arm, message) => {
    expect(() => proportionZTest({ successes: 1, total: 2 }, arm)).toThrow(message);
    expect(() => proportionZTest(arm, { successes: 1, total: 2 })).toThrow(RangeError);
  });
});

describe.each([
  ['Newcombe', newcombeInterval],
  ['Wald', waldInterval],
])('the %s interval of a difference', (_, interval) => {
  test('holds the difference', () => {
    fc.assert(
      fc.property(
        proportion,
        proportion,
        fc.double({ min: 0.5, max: 0.999, noNaN: true }),
        (one, other, confidence) => {
          const { lower, upper } = interval(one, other, confidence);
          const difference = other.successes / other.total - one.successes / one.total;
          expect(lower).toBeLessThanOrEqual(difference + 1e-12);
          expect(upper).toBeGreaterThanOrEqual(difference - 1e-12);
        },
      ),
    );
  });

  test('of exchanged arms is its mirror image', () => {
    fc.assert(
      fc.property(proportion, proportion, (one, other) => {
        const [there, back] = [interval(one, other, 0.9), interval(other, one, 0.9)];
        expect(there.lower).toBeCloseTo(-back.upper, 12);
        expect(there.upper).toBeCloseTo(-back.lower, 12);
      }),
    );
  });

  test('is wider for more confidence', () => {
    const [one, other] = [
      { successes: 30, total: 100 },
      { successes: 45, total: 120 },
    ];
    expect(interval(one, other, 0.99).lower).toBeLessThan(interval(one, other, 0.9).lower);
    expect(interval(one, other, 0.99).upper).toBeGreaterThan(interval(one, other, 0.9).upper);
  });
});

describe('where the proportions are extreme', () => {
  const [none, all] = [
    { successes: 0, total: 40 },
    { successes: 40, total: 40 },
  ];

  test('Newcombe stays within -1 and 1 and keeps a width that Wald loses', () => {
    expect(newcombeInterval(none, all, 0.95).upper).toBeCloseTo(1, 12);
    expect(newcombeInterval(none, none, 0.95).upper).toBeGreaterThan(0.05);
    expect(waldInterval(none, none, 0.95)).toEqual({ lower: 0, upper: 0 });
  });

  test('Agresti and Caffo count one more success and one more failure', () => {
    const expected = waldInterval({ successes: 1, total: 42 }, { successes: 41, total: 42 }, 0.95);
    expect(agrestiCaffoInterval(none, all, 0.95)).toEqual(expected);
  });

  test('the ratio of proportions needs a success in either arm', () => {
    expect(ratioInterval(none, all, 0.95)).toBeNull();
    expect(ratioInterval(all, none, 0.95)).toBeNull();
    expect(ratioInterval(all, all, 0.95)).toEqual({ lower: 1, upper: 1 });
  });
});

test('the interval of a ratio is that of the exchanged arms, inverted', () => {
  const [one, other] = [
    { successes: 50, total: 1_000 },
    { successes: 65, total: 1_100 },
  ];
  const [there, back] = [ratioInterval(one, other, 0.95), ratioInterval(other, one, 0.95)];
  expect((there?.lower ?? 0) * (back?.upper ?? 0)).toBeCloseTo(1, 12);
  expect((there?.upper ?? 0) * (back?.lower ?? 0)).toBeCloseTo(1, 12);
});
