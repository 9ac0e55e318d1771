import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  absoluteLogRatios,
  certificationLogRatios,
  logEvidence,
  logMean,
  type MinuteCounts,
  oddsFactors,
  relativeLogRatios,
} from '../../../lib/statistics/canary/e-process.ts';
import { expectedRelativeRatio } from '../../vectors/expected-relative-ratio.ts';

const margin = fc.double({ min: 1, max: 3, noNaN: true });
const factor = fc.constantFrom(...oddsFactors);
const limit = fc.double({ min: 0.001, max: 0.6, noNaN: true });

const arm = fc.nat({ max: 200 }).chain((total) => fc.tuple(fc.nat({ max: total }), fc.constant(total)));
const minute = fc.tuple(arm, arm).map(([[canaryBad, canaryTotal], [baselineBad, baselineTotal]]) => ({
  canaryBad,
  canaryTotal,
  baselineBad,
  baselineTotal,
}));

test('the mean ratio of a canary at its margin is never above 1, whatever the weight and however many are bad', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 80 }),
      fc.integer({ min: 0, max: 80 }),
      fc.nat({ max: 1 << 20 }),
      margin,
      factor,
      (canary, baseline, some, ratio, odds) => {
        const bad = some % (canary + baseline + 1);
        expect(expectedRelativeRatio({ canary, baseline, bad }, ratio, odds)).toBeLessThanOrEqual(1 + 1e-9);
      },
    ),
  );
});

test('with one bad answer the mean is 1, and above the margin it exceeds 1', () => {
  expect(expectedRelativeRatio({ canary: 10, baseline: 90, bad: 1 }, 1.1, 2)).toBeCloseTo(1, 12);
  const log = relativeLogRatios({ canaryBad: 1, canaryTotal: 10, baselineBad: 0, baselineTotal: 90 }, 1.1, [2]);
  expect(log[0]).toBeCloseTo(Math.log(2) - Math.log(1 + 0.1 * 1.2) + Math.log(1 + 0.1 * 0.1), 12);
});

test('the mean ratios of shares at their limits are exactly 1, and below 1 inside of them', () => {
  fc.assert(
    fc.property(
      limit,
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0.05, max: 0.99, noNaN: true }),
      (p, total, part) => {
        for (const one of meanOfShares(absoluteLogRatios, p, total, p)) expect(one).toBeCloseTo(1, 9);
        for (const one of meanOfShares(certificationLogRatios, p, total, p)) expect(one).toBeCloseTo(1, 9);
        for (const one of meanOfShares(absoluteLogRatios, p, total, p * part))
          expect(one).toBeLessThanOrEqual(1 + 1e-9);
        for (const one of meanOfShares(certificationLogRatios, p, total, p + (1 - p) * part)) {
          expect(one).toBeLessThanOrEqual(1 + 1e-9);
        }
      },
    ),
  );
});

test('one more bad answer of the canary never makes it look better, one more of the baseline never worse', () => {
  fc.assert(
    fc.property(minute, margin, limit, (counts, ratio, p) => {
      fc.pre(counts.canaryBad < counts.canaryTotal && counts.baselineBad < counts.baselineTotal);
      const worse = { ...counts, canaryBad: counts.canaryBad + 1 };
      const shared = { ...counts, baselineBad: counts.baselineBad + 1 };
      expectAll(relativeLogRatios(worse, ratio), relativeLogRatios(counts, ratio), (one, other) => one >= other);
      expectAll(relativeLogRatios(shared, ratio), relativeLogRatios(counts, ratio), (one, other) => one <= other);
      expectAll(absoluteLogRatios(worse, p), absoluteLogRatios(counts, p), (one, other) => one > other);
      expectAll(certificationLogRatios(worse, p), certificationLogRatios(counts, p), (one, other) => one < other);
    }),
  );
});

test('a minute of one arm alone says nothing about the other, and one without answers nothing at all', () => {
  fc.assert(
    fc.property(arm, margin, limit, ([bad, total], ratio, p) => {
      const canaryOnly = { canaryBad: bad, canaryTotal: total, baselineBad: 0, baselineTotal: 0 };
      const baselineOnly = { canaryBad: 0, canaryTotal: 0, baselineBad: bad, baselineTotal: total };
      for (const log of [...relativeLogRatios(canaryOnly, ratio), ...relativeLogRatios(baselineOnly, ratio)]) {
        expect(log).toBeCloseTo(0, 9);
      }
      for (const log of [...absoluteLogRatios(baselineOnly, p), ...certificationLogRatios(baselineOnly, p)]) {
        expect(log).toBeCloseTo(0, 12);
      }
    }),
  );
});

test('evidence is the mean of the ratios, each to the power of 1 / dispersion', () => {
  const ratios = [0.5, 1, 2, 4, 8, 16];
  expect(logEvidence(ratios.map(Math.log))).toBeCloseTo(Math.log(31.5 / 6), 12);
  const roots = ratios.map(Math.sqrt).reduce((sum, ratio) => sum + ratio, 0) / 6;
  expect(logEvidence(ratios.map(Math.log), 2)).toBeCloseTo(Math.log(roots), 12);
});

test('a day of a very bad canary at much traffic is still a number', () => {
  expect(logMean([11_406, 5000])).toBeCloseTo(11_406 - Math.LN2, 9);
  expect(logMean([-11_406, -5000])).toBeCloseTo(-5000 - Math.LN2, 9);
});

test.each([
  [
    'a margin below 1',
    () => relativeLogRatios(someMinute(), 0.99),
    "'margin' should be at least 1, for example 1.1, got 0.99",
  ],
  ['a margin that is not a number', () => relativeLogRatios(someMinute(), Number.NaN), 'got NaN'],
  ['a limit of nothing', () => absoluteLogRatios(someMinute(), 0), "'limit' should be between 0 and 1, got 0"],
  ['a limit of all', () => certificationLogRatios(someMinute(), 1), "'limit' should be between 0 and 1, got 1"],
  ['a dispersion below 1', () => logEvidence([0], 0.9), "'dispersion' should be at least 1, got 0.9"],
])('%s is refused', (_, compute, message) => {
  expect(compute).toThrow(RangeError);
  expect(compute).toThrow(message);
});

function someMinute(): MinuteCounts {
  return { canaryBad: 1, canaryTotal: 10, baselineBad: 2, baselineTotal: 90 };
}

/** Exact means over the bad answers of a canary whose share of them is this. */
function meanOfShares(
  logRatios: (minute: MinuteCounts, limit: number) => number[],
  p: number,
  total: number,
  share: number,
): number[] {
  const means = oddsFactors.map(() => 0);
  let probability = (1 - share) ** total;
  for (let bad = 0; bad <= total; bad += 1) {
    const logs = logRatios({ canaryBad: bad, canaryTotal: total, baselineBad: 0, baselineTotal: 0 }, p);
    for (const [index, log] of logs.entries()) means[index] = (means[index] ?? 0) + probability * Math.exp(log);
    probability *= ((total - bad) / (bad + 1)) * (share / (1 - share));
  }
  return means;
}

function expectAll(
  ones: readonly number[],
  others: readonly number[],
  holds: (one: number, other: number) => boolean,
): void {
  for (const [index, one] of ones.entries()) {
    const slack = 1e-12 * Math.max(1, Math.abs(one));
    const other = others[index] ?? Number.NaN;
    expect(holds(one, other) || Math.abs(one - other) < slack, `${one} and ${other}`).toBe(true);
  }
}
