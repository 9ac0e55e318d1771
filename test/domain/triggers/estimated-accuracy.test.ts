import { describe, expect, test } from 'vitest';
import {
  estimatedAccuracy,
  estimateMeasurements,
  recentScores,
} from '../../../lib/domain/triggers/estimated-accuracy.ts';

/** One in ten of the scores up to a half came true, and seven in ten of those above. */
const profile = {
  scoreRows: 1_000,
  scores: [{ output: 'yes', edges: [0.5], bins: [600, 400], positives: [60, 280] }],
};
const many = (count: number, score: number) => new Array<number>(count).fill(score);

describe('accuracy without labels', () => {
  test('is what scores of each bin came to on the holdout', () => {
    expect(estimatedAccuracy(profile, [...many(150, 0.2), ...many(50, 0.9)])).toBeCloseTo(0.75 * 0.9 + 0.25 * 0.7, 12);
    expect(estimatedAccuracy(profile, many(200, 0.5001))).toBeCloseTo(0.7, 12);
    // in the lower bin, and predicted positive all the same
    expect(estimatedAccuracy(profile, many(200, 0.5))).toBeCloseTo(0.1, 12);
  });

  test.each([
    ['199 predictions', profile, 199, true],
    ['200 predictions', profile, 200, false],
    ['199 rows of the holdout', { ...profile, scoreRows: 199 }, 200, true],
    ['several outputs', { ...profile, scores: [...profile.scores, ...profile.scores] }, 200, true],
    ['no output', { ...profile, scores: [] }, 200, true],
  ])('of %s is estimated only if it can be', (_what, given, count, isNull) => {
    expect(estimatedAccuracy(given, many(count, 0.2)) === null).toBe(isNull);
  });

  test('of scores of several classes is not', () => {
    expect(estimatedAccuracy(profile, new Array(200).fill([0.2, 0.8]))).toBeNull();
  });

  test('takes the score where the holdout had none like it', () => {
    const empty = { scoreRows: 400, scores: [{ output: 'yes', edges: [0.5], bins: [400, 0], positives: [40, 0] }] };

    expect(estimatedAccuracy(empty, many(200, 0.8))).toBeCloseTo(0.8, 12);
  });

  test('has a metric of its own, where there is one', () => {
    expect(estimateMeasurements(0.83)).toEqual([{ name: 'EstimatedAccuracy', value: 0.83 }]);
    expect(estimateMeasurements(null)).toEqual([]);
  });
});

test('recent scores are those of the version in the days that performance is measured on', () => {
  const now = '2026-03-10T01:15:00.000Z';
  const sampled = (time: string, score: number, modelVersion = '1.0.0') => ({ id: 'p-0', modelVersion, time, score });
  const all = [
    sampled('2026-03-03T01:15:00.000Z', 0.1),
    sampled('2026-03-03T01:14:59.999Z', 0.2),
    sampled('2026-03-09T00:00:00.000Z', 0.3, '0.9.0'),
    sampled(now, 0.4),
  ];

  expect(recentScores(all, { modelVersion: '1.0.0', now, lookbackDays: 7 })).toEqual([0.1, 0.4]);
});
