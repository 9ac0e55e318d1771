import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { secondsAfter } from '../../../lib/domain/time.ts';
import {
  type FollowedPrediction,
  labelledShares,
  labelMaturity,
  matureCohort,
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
    expect(labelMaturity(predictions, NOW)).toEqual({ seconds: 9 * DAY, capped: false, predictions: 10 });
  });

  test('counts those that are still waited for as long as they have been', () => {
    const old = Array.from({ length: 9 }, () => followed(20, 2));
    const young = Array.from({ length: 90 }, () => followed(1, null));
    // nobody knows yet what becomes of the young ones, and it is not that they never come
    expect(labelMaturity([...old, ...young], NOW)).toMatchObject({ seconds: 2 * DAY, capped: false });
  });

  test('does not wait for labels that never come, however many they are', () => {
    const labelled = Array.from({ length: 10 }, (_, index) => followed(29, index + 1));
    const never = Array.from({ length: 90 }, () => followed(29, null));
    expect(labelMaturity([...labelled, ...never], NOW)).toMatchObject({ seconds: 9 * DAY, capped: false });
  });

  test('is capped', () => {
    const predictions = Array.from({ length: 10 }, () => followed(25, 12));
    expect(labelMaturity(predictions, NOW, 12 * DAY)).toMatchObject({ seconds: 12 * DAY, capped: false });
    expect(labelMaturity(predictions, NOW, 12 * DAY - 1)).toMatchObject({ seconds: 12 * DAY - 1, capped: true });
    expect(labelMaturity([], NOW)).toEqual({ seconds: 30 * DAY, capped: true, predictions: 0 });
  });

  test('looks at the predictions of thirty days', () => {
    expect(labelMaturity([followed(30, 1), followed(30.01, 20)], NOW).predictions).toBe(1);
  });

  test('does not know labels of the future, and takes one before its prediction as immediate', () => {
    expect(labelMaturity([followed(1, 2)], NOW).capped).toBe(true);
    expect(labelMaturity([followed(1, -2)], NOW)).toMatchObject({ seconds: 0, capped: false });
  });
});

describe('a mature cohort', () => {
  const window = { now: NOW, lookbackDays: 10 };
  const mature = { seconds: 3 * DAY };

  test('has the predictions of the last days that are old enough', () => {
    const predictions = [2.99, 3, 10, 10.01].map((days) => followed(days, 1));
    expect(matureCohort(predictions, mature, window).predictions).toBe(2);
  });

  test('has the labels that came in time, so that all had the same time', () => {
    const cohort = matureCohort([followed(9, 3), followed(9, 3.01, 'no'), followed(9, null)], mature, window);
    expect(cohort).toMatchObject({ predictions: 3, labels: ['yes'], scores: [0.8] });
    expect(cohort.coverage).toBeCloseTo(1 / 3, 12);
  });

  test('takes silence for a label only where it means one, and only from old predictions', () => {
    const cohort = matureCohort([followed(2, null), followed(9, null), followed(9, 1)], mature, {
      ...window,
      silence: 'no',
    });
    expect(cohort).toMatchObject({ predictions: 2, labels: ['no', 'yes'], coverage: 1 });
  });

  test('is empty where labels take longer than is looked back', () => {
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

describe('labelled shares', () => {
  const cohort = (predictions: number, labelled: number) => ({
    predictions,
    labels: new Array<string>(labelled).fill('yes'),
    scores: [],
    coverage: labelled / predictions,
  });

  test('that are equal are no mismatch, however different the arms are in size', () => {
    expect(labelledShares([cohort(9_000, 4_500), cohort(1_000, 500)])).toMatchObject({ pValue: 1, mismatch: false });
  });

  test('that differ are a mismatch', () => {
    expect(labelledShares([cohort(10_000, 9_500), cohort(10_000, 9_700)])?.mismatch).toBe(true);
    expect(labelledShares([cohort(10_000, 9_500), cohort(10_000, 9_550)])?.mismatch).toBe(false);
  });

  test('of one arm, or of one without predictions, say nothing', () => {
    expect(labelledShares([cohort(10, 5)])).toBeNull();
    expect(labelledShares([cohort(10, 5), { ...cohort(1, 0), predictions: 0 }])).toBeNull();
  });
});
