import { normalSf } from '../../statistics/distributions/normal.ts';
import { wilsonInterval } from '../../statistics/experiments/wilson.ts';
import type { ReadScores } from '../../statistics/metrics/read-scores.ts';
import { rowLosses } from '../../statistics/metrics/weighted-metrics.ts';
import { pairedAuc } from '../../statistics/paired/delong.ts';
import { agrestiMinEstimate, mcNemarExactP, pairAnswers } from '../../statistics/paired/mcnemar.ts';
import { type Estimate, normalInterval, pairedMean } from '../../statistics/paired/paired-mean.ts';
import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { Measure, ReadPair, Uncertainty } from './uncertainty.ts';

/** Below so many rows a mean of losses is not normal enough. */
const ENOUGH_FOR_NORMAL = 200;

/**
 * The uncertainty of what has a formula for it; undefined for what has to be resampled, null where the rows are too few. A
 * share of a champion's nothing is told in points: its sign is the same.
 */
export function closedFormUncertainty(
  { metric, mode }: Measure,
  pair: ReadPair,
  confidence: number,
): Uncertainty | null | undefined {
  switch (metric) {
    case 'accuracy':
    case 'failure-rate-reduction':
      return mode === 'floor'
        ? accuracyFloor(pair.candidate, confidence)
        : accuracyGain(metric, mode, pair, confidence);
    case 'auc':
      return pair.candidate.positive === null ? undefined : areaUncertainty(mode, pair, confidence);
    case 'log-loss':
    case 'brier':
      return pair.candidate.actual.length < ENOUGH_FOR_NORMAL ? undefined : lossGain(metric, mode, pair, confidence);
    default:
      return undefined;
  }
}

function accuracyFloor({ actual, predicted }: ReadScores, confidence: number): Uncertainty {
  const right = actual.filter((label, row) => label === predicted[row]).length;
  const share = right / actual.length;
  const standardError = Math.sqrt((share * (1 - share)) / actual.length);
  return { method: 'wilson', standardError, ...wilsonInterval(right, actual.length, confidence), p: null };
}

function accuracyGain(
  metric: 'accuracy' | 'failure-rate-reduction',
  mode: Measure['mode'],
  { candidate, champion }: ReadPair,
  confidence: number,
): Uncertainty {
  const answers = pairAnswers(candidate.actual, champion.predicted, candidate.predicted);
  const rows = candidate.actual.length;
  const right = (answers.bothRight + answers.championOnly) / rows;
  const base = (mode === 'relative' ? shareBase(metric === 'accuracy' ? right : 1 - right) : null) ?? 1;
  const { value, standardError } = agrestiMinEstimate(answers);
  const estimate = { value: value / base, standardError: standardError / base };
  return normal('agresti-min', estimate, confidence, mcNemarExactP(answers));
}

function areaUncertainty(mode: Measure['mode'], pair: ReadPair, confidence: number): Uncertainty | null {
  const areas = pairedAuc(
    pair.candidate.actual.map((label) => label === pair.candidate.positive),
    positiveScores(pair.champion),
    positiveScores(pair.candidate),
  );
  if (areas === null) return null;
  const { championAuc, challengerAuc, championVariance, challengerVariance, covariance } = areas;
  if (mode === 'floor') {
    const own = { value: challengerAuc, standardError: Math.sqrt(challengerVariance) };
    return normal('delong', own, confidence, null);
  }
  const difference = { value: areas.difference, standardError: areas.standardError };
  const p = chanceOfNone(difference);
  const base = mode === 'relative' ? shareBase(championAuc) : null;
  if (base === null) return normal('delong', difference, confidence, p);
  // delta method: h/c has the variance (var h + (h/c)² var c - 2 (h/c) cov) / c²
  const ratio = challengerAuc / base;
  const variance = challengerVariance + ratio ** 2 * championVariance - 2 * ratio * covariance;
  const standardError = Math.sqrt(Math.max(variance, 0)) / base;
  return normal('delong', { value: difference.value / base, standardError }, confidence, p);
}

function positiveScores({ positive, probabilities }: ReadScores): number[] {
  return probabilities.map((row) => row[positive ?? 1] ?? 0);
}

function lossGain(
  metric: 'log-loss' | 'brier',
  mode: Measure['mode'],
  { candidate, champion }: ReadPair,
  confidence: number,
): Uncertainty | null {
  const [own, others] = [rowLosses(metric, candidate), rowLosses(metric, champion)];
  const gains = own.map((loss, row) => (others[row] ?? 0) - loss);
  const gain = pairedMean(gains);
  const base = mode === 'relative' ? shareBase(pairedMean(others)?.value ?? 0) : null;
  if (gain === null) return null;
  if (base === null) return normal('normal', gain, confidence, chanceOfNone(gain));
  // a ratio of means: each row counts by its distance from the line through the origin
  const share = gain.value / base;
  const spread = pairedMean(gains.map((gained, row) => (gained - share * (others[row] ?? 0)) / base));
  const estimate = { value: share, standardError: spread?.standardError ?? 0 };
  return normal('normal', estimate, confidence, chanceOfNone(gain));
}

function normal(method: Uncertainty['method'], estimate: Estimate, confidence: number, p: number | null): Uncertainty {
  return { method, standardError: estimate.standardError, ...normalInterval(estimate, confidence), p };
}

function chanceOfNone({ value, standardError }: Estimate): number {
  if (standardError === 0) return Number(Math.abs(value) <= THRESHOLD_TOLERANCE);
  return Math.min(1, 2 * normalSf(Math.abs(value) / standardError));
}

/** What a share is a share of; null where that is nothing, so that points have to do. */
function shareBase(value: number): number | null {
  return Math.abs(value) > THRESHOLD_TOLERANCE ? value : null;
}
