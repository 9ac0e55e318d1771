import { expectedPerformance } from '../../statistics/drift/cbpe.ts';
import { lowerBound } from '../../statistics/drift/lower-bound.ts';
import type { Score } from '../artifacts/feature-value.ts';
import type { ReferenceProfile } from '../artifacts/reference-profile.ts';
import { metricNames } from '../metric-names.ts';
import { secondsAfter } from '../time.ts';
import type { Measurement } from './measurements.ts';
import type { Observation } from './observation.ts';
import type { SampledPrediction } from './sampled-predictions.ts';

const DAY_SECONDS = 86_400;

/** Predictions, and rows of the holdout, below which nothing is estimated. */
const LEAST_ROWS = 200;

/** A row is predicted positive from this score on, as where performance is measured. */
const POSITIVE_FROM = 0.5;

type ScoreProfile = Pick<ReferenceProfile, 'scoreRows' | 'scores'>;

/** Scores of the model version in the last days, whether or not a label has come. */
export function recentScores(
  sampled: readonly SampledPrediction[],
  { modelVersion, now, lookbackDays }: Pick<Observation, 'modelVersion' | 'now' | 'lookbackDays'>,
): Score[] {
  const since = secondsAfter(now, -lookbackDays * DAY_SECONDS);
  const own = sampled.filter((one) => one.modelVersion === modelVersion && one.time >= since);
  return own.map(({ score }) => score);
}

/**
 * The accuracy to expect of scores that nobody has labels for, if each came true as often as scores of its bin did on the
 * holdout. Blind to outcomes that have changed, so that nothing may be decided by it. Null for a model of several outputs,
 * and for too few rows on either side.
 */
export function estimatedAccuracy(
  { scoreRows, scores: profiled }: ScoreProfile,
  scores: readonly Score[],
): number | null {
  const [profile, ...others] = profiled;
  const given = scores.filter((score) => typeof score === 'number');
  if (profile === undefined || others.length > 0 || Math.min(given.length, scoreRows) < LEAST_ROWS) return null;
  const { edges, bins, positives } = profile;
  const shares = bins.map((rows, bin) => (rows > 0 ? (positives[bin] ?? 0) / rows : null));
  const rows = given.map((score) => ({
    probability: shares[lowerBound(edges, score)] ?? score,
    predictedPositive: score >= POSITIVE_FROM,
    score,
  }));
  return expectedPerformance(rows).accuracy;
}

/** Where there is one, its metric, which no alarm watches. */
export function estimateMeasurements(estimate: number | null): Measurement[] {
  return estimate === null ? [] : [{ name: metricNames.estimatedAccuracy, value: estimate }];
}
