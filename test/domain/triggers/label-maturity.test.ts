import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { secondsAfter } from '../../../lib/domain/time.ts';
import {
  type FollowedPrediction,
  labelMaturity,
  matureCohort,
  maturityText,
} from '../../../lib/domain/triggers/label-maturity.ts';

const NOW = '2026-03-31T00:00:00.000Z';
const DAY = 86_400;
const ago = (days: number) => secondsAfter(NOW, -days * DAY);

/** A prediction so many days ago, whose label took so many days; null for one that never came. */
function followed(days: number, delay: number | null, value = 'yes'): FollowedPrediction {
  const time = ago(days);
  const label = delay === null ? null : { value, arrivedAt: secondsAfter(time, delay * DAY) };
  return { time, score: 0.8, label };
}

describe('the maturity of labels', () => {
  test('is the age by which nine of ten have arrived', () => {
    const predictions = Array.from({ length: 10 }, (_, index) => followed(25, index + 1));
    expect(labelMaturity(predictions, NOW)).toEqual({ seconds: 9 * DAY, capped: false });
  });

  test('counts those that are still waited for as long as they have been', () => {
    const old = Array.from({ length: 9 }, () => followed(29, 2));
    const young = Array.from({ length: 90 }, () => followed(1, null));
    // nobody knows yet what becomes of the young ones, and it is not that they never come
    expect(labelMaturity([...old, ...young], NOW)).toEqual({ seconds: 2 * DAY, capped: false });
  });

  test('does not wait for labels that never come, however many they are', () => {
    const labelled = Array.from({ length: 10 }, (_, index) => followed(29, index + 1));
    const never = Array.from({ length: 90 }, () => followed(29, null));
    expect(labelMaturity([...labelled, ...never], NOW)).toEqual({ seconds: 9 * DAY, capped: false });
  });

  test('is not known before labels that never come can be told from late ones', () => {
    const oneInTen = (days: number) => [
      ...Array.from({ length: 10 }, () => followed(days, 1)),
      ...Array.from({ length: 90 }, () => followed(days, null)),
    ];
    expect(labelMaturity(oneInTen(28.99), NOW)).toEqual({ seconds: 30 * DAY, capped: true });
    expect(labelMaturity(oneInTen(29), NOW)).toEqual({ seconds: 1 * DAY, capped: false });
  });

  test('is not known without a label, and without a prediction', () => {
    expect(labelMaturity([followed(30, null)], NOW)).toEqual({ seconds: 30 * DAY, capped: true });
    expect(labelMaturity([], NOW)).toEqual({ seconds: 30 * DAY, capped: true });
  });

  test('is of as many days as a label can take, and that long at most', () => {
    const predictions = Array.from({ length: 10 }, (_, index) => followed(6, index < 8 ? 1 : null));
    expect(labelMaturity(predictions, NOW, 7)).toEqual({ seconds: 1 * DAY, capped: false });
    expect(labelMaturity(predictions, NOW, 8)).toEqual({ seconds: 8 * DAY, capped: true });
  });

  test('looks at the predictions of thirty days', () => {
    expect(labelMaturity([followed(30, 1), followed(30.01, 20)], NOW)).toEqual({ seconds: 1 * DAY, capped: false });
    expect(labelMaturity([followed(30.01, 1)], NOW).capped).toBe(true);
  });

  test('does not know labels of the future, and takes one before its prediction as immediate', () => {
    expect(labelMaturity([followed(1, 2)], NOW).capped).toBe(true);
    expect(labelMaturity([followed(1, -2)], NOW)).toEqual({ seconds: 0, capped: false });
  });
});

describe('labels of which the positive ones come after an hour and the negative ones after twenty days', () => {
  const HOUR = 1 / 24;
  /** A thousand predictions, evenly over so many days, three of ten of which turn out positive. */
  const since = (days: number) =>
    Array.from({ length: 1_000 }, (_, index) => {
      const positive = index % 10 < 3;
      return followed((days * (index + 0.5)) / 1_000, positive ? HOUR : 20, positive ? 'yes' : 'no');
    });

  test.each([3, 15])('are not mature before the first negative one, %d days after the start', (days) => {
    const maturity = labelMaturity(since(days), NOW);

    expect(maturity).toEqual({ seconds: 30 * DAY, capped: true });
    expect(matureCohort(since(days), maturity, { now: NOW, lookbackDays: 30 }).predictions).toBe(0);
  });

  test('are mature after twenty days at twenty-nine, and as often positive as they are', () => {
    const maturity = labelMaturity(since(29), NOW);
    const { labels } = matureCohort(since(29), maturity, { now: NOW, lookbackDays: 30 });

    expect(maturity).toEqual({ seconds: 20 * DAY, capped: false });
    expect(labels.filter((label) => label === 'yes').length / labels.length).toBeCloseTo(0.3, 2);
  });

  test('that most predictions never get are waited for as long, once there are thirty days', () => {
    // one in five gets one
    const rarely = since(30).map((prediction, index) =>
      index % 50 < 10 ? prediction : { ...prediction, label: null },
    );

    expect(labelMaturity(rarely, NOW)).toEqual({ seconds: 20 * DAY, capped: false });
  });
});

test.each([
  [{ seconds: 20 * DAY, capped: false }, 'nine of ten labels take up to 20 days, after which a prediction counts'],
  [{ seconds: 5_400, capped: false }, 'nine of ten labels take up to 90 minutes, after which a prediction counts'],
  [{ seconds: 7_200, capped: false }, 'nine of ten labels take up to 2 hours, after which a prediction counts'],
  [{ seconds: 0, capped: false }, 'nine of ten labels take up to 0 seconds, after which a prediction counts'],
  [
    { seconds: 30 * DAY, capped: true },
    'how long labels take is not known yet, so that a prediction counts after 30 days',
  ],
])('%j is told as a part of a sentence', (maturity, text) => {
  expect(maturityText(maturity)).toBe(text);
});

describe('a mature cohort', () => {
  const window = { now: NOW, lookbackDays: 10 };
  const mature = { seconds: 3 * DAY };

  test('has the predictions of the last days that are old enough', () => {
    const predictions = [2.99, 3, 13, 13.01].map((days) => followed(days, 1));
    expect(matureCohort(predictions, mature, window).predictions).toBe(2);
  });

  test('has the labels that came in time, so that all had the same time', () => {
    const cohort = matureCohort([followed(9, 3), followed(9, 3.01, 'no'), followed(9, null)], mature, window);
    expect(cohort).toMatchObject({ predictions: 3, labels: ['yes'], scores: [0.8] });
    expect(cohort.coverage).toBeCloseTo(1 / 3, 12);
  });

  test('is as many days long, however long labels take', () => {
    const predictions = [10.9, 11, 16, 21, 21.1].map((days) => followed(days, 1));
    expect(matureCohort(predictions, { seconds: 11 * DAY }, window)).toMatchObject({ predictions: 3, coverage: 1 });
  });

  test('is empty where no prediction is old enough', () => {
    expect(matureCohort([followed(9, 1)], { seconds: 11 * DAY }, window)).toEqual({
      predictions: 0,
      labels: [],
      scores: [],
      coverage: null,
    });
  });

  test('does not change with what happens later', () => {
    const delay = fc.option(fc.double({ min: 0, max: 8, noNaN: true }));
    fc.assert(
      fc.property(fc.array(delay, { maxLength: 20 }), (delays) => {
        const known = delays.map((one) => followed(8, one));
        const before = known.map((one) =>
          one.label !== null && one.label.arrivedAt > ago(5) ? { ...one, label: null } : one,
        );
        const { labels } = matureCohort(known, mature, window);
        expect(labels).toEqual(matureCohort(before, mature, window).labels);
      }),
    );
  });
});
