import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kaplanMeier, type Waiting, waitingQuantile } from '../../../lib/statistics/drift/kaplan-meier.ts';

/** Weeks of remission under 6-mercaptopurine (Freireich and others 1963); negative ones were still going on. */
const remissions = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35].map(
  (weeks): Waiting => ({ duration: Math.abs(weeks), happened: weeks > 0 }),
);

const waiting = fc.record({ duration: fc.integer({ min: 0, max: 20 }), happened: fc.boolean() });

describe('the distribution of a waiting time', () => {
  test('is the one that was published for the remissions of leukaemia', () => {
    const steps = kaplanMeier(remissions);
    const survival = steps.map(({ duration, atRisk, share }) => [duration, atRisk, Number((1 - share).toFixed(4))]);
    expect(survival).toEqual([
      [6, 21, 0.8571],
      [7, 17, 0.8067],
      [10, 15, 0.7529],
      [13, 12, 0.6902],
      [16, 11, 0.6275],
      [22, 7, 0.5378],
      [23, 6, 0.4482],
    ]);
  });

  test('is the share of all where everything has happened', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 40 }), (durations) => {
        const steps = kaplanMeier(durations.map((duration) => ({ duration, happened: true })));
        for (const { duration, share } of steps) {
          const by = durations.filter((one) => one <= duration).length / durations.length;
          expect(share).toBeCloseTo(by, 10);
        }
      }),
    );
  });

  test('rises and stays between 0 and 1, whatever has not happened', () => {
    fc.assert(
      fc.property(fc.array(waiting, { maxLength: 40 }), (waitings) => {
        const shares = kaplanMeier(waitings).map(({ share }) => share);
        expect(shares.every((share, index) => share > (shares[index - 1] ?? 0) - 1e-12 && share <= 1)).toBe(true);
      }),
    );
  });

  test('does not depend on the order of what is seen', () => {
    fc.assert(
      fc.property(fc.array(waiting, { maxLength: 40 }), (waitings) => {
        expect(kaplanMeier(waitings.toReversed())).toEqual(kaplanMeier(waitings));
      }),
    );
  });

  test('is empty where nothing has happened', () => {
    expect(kaplanMeier([{ duration: 3, happened: false }])).toEqual([]);
    expect(kaplanMeier([])).toEqual([]);
  });

  test.each([-1, Number.NaN])('of a duration of %d is refused', (duration) => {
    expect(() => kaplanMeier([{ duration, happened: true }])).toThrow(RangeError);
  });
});

describe('a quantile of it', () => {
  const steps = kaplanMeier(remissions);

  test('is the first duration by which so much has happened', () => {
    expect(waitingQuantile(steps, 0.5)).toBe(23);
    expect(waitingQuantile(steps, 0.14)).toBe(6);
    expect(waitingQuantile(steps, 3 / 21)).toBe(6);
    expect(waitingQuantile(steps, 3 / 21 + 1e-6)).toBe(7);
  });

  test('is unknown where so much has not happened yet', () => {
    expect(waitingQuantile(steps, 0.56)).toBeNull();
    expect(waitingQuantile([], 0.1)).toBeNull();
  });
});
