import { kaplanMeier, waitingQuantile } from '../../statistics/drift/kaplan-meier.ts';
import { equalShares, type SampleRatio } from '../../statistics/experiments/sample-ratio.ts';
import type { Score } from '../artifacts/feature-value.ts';
import { milliseconds, secondsAfter, type Timestamp } from '../time.ts';

const DAY_SECONDS = 86_400;
/** Share of the labels that arrive at all which have arrived once a prediction is mature. */
const MATURE_SHARE = 0.9;
/** Days of predictions that the delay is measured on, and the longest that is waited for a label. */
export const DELAY_DAYS = 30;

/** A prediction and the label that arrived for it; an outcome without a prediction is none of them. */
export interface FollowedPrediction {
  readonly time: Timestamp;
  readonly score: Score;
  /** Null where none has arrived. */
  readonly label: { readonly value: string; readonly arrivedAt: Timestamp } | null;
}

export interface Maturity {
  /** Age from which a prediction counts. */
  readonly seconds: number;
  /** Nine of ten labels take longer than the longest age, or there are none, so that it is that. */
  readonly capped: boolean;
  /** Predictions that the delay was measured on. */
  readonly predictions: number;
}

/**
 * How old a prediction is when nine of ten of the labels have arrived that arrive within 30 days, by the predictions of the
 * last 30 days. Those that never get one do not count: where most do not, all others would count as too young for ever.
 */
export function labelMaturity(
  predictions: readonly FollowedPrediction[],
  now: Timestamp,
  longestSeconds = DELAY_DAYS * DAY_SECONDS,
): Maturity {
  const since = secondsAfter(now, -DELAY_DAYS * DAY_SECONDS);
  const recent = predictions.filter(({ time }) => time >= since && time <= now);
  const waitings = recent.map(({ time, label }) => {
    const happened = label !== null && label.arrivedAt <= now;
    // clocks of different machines may put an outcome before its prediction
    return { duration: Math.max(secondsBetween(time, happened ? label.arrivedAt : now), 0), happened };
  });
  const steps = kaplanMeier(waitings);
  const seconds = waitingQuantile(steps, MATURE_SHARE * (steps.at(-1)?.share ?? 1));
  const capped = seconds === null || seconds > longestSeconds;
  return { seconds: capped ? longestSeconds : seconds, capped, predictions: recent.length };
}

/** Predictions of one age, and what is known of them at that age. */
export interface Cohort {
  readonly predictions: number;
  readonly labels: readonly string[];
  /** Of the labelled predictions, in the same order. */
  readonly scores: readonly Score[];
  /** Share of the predictions that have a label; null without a prediction. */
  readonly coverage: number | null;
}

/**
 * The predictions of the last days that were mature at `now`. A label counts if it arrived before its prediction was mature,
 * so that every prediction, of whichever model, has had the same time to get one.
 */
export function matureCohort(
  predictions: readonly FollowedPrediction[],
  { seconds }: Pick<Maturity, 'seconds'>,
  { now, lookbackDays, silence = null }: CohortWindow,
): Cohort {
  const to = secondsAfter(now, -seconds);
  const from = secondsAfter(now, -lookbackDays * DAY_SECONDS);
  const mature = predictions.filter(({ time }) => time >= from && time <= to);
  const labelled = mature.flatMap(({ time, score, label }) => {
    const inTime = label !== null && label.arrivedAt <= secondsAfter(time, seconds);
    const value = inTime ? label.value : silence;
    return value === null ? [] : [{ value, score }];
  });
  return {
    predictions: mature.length,
    labels: labelled.map(({ value }) => value),
    scores: labelled.map(({ score }) => score),
    coverage: mature.length === 0 ? null : labelled.length / mature.length,
  };
}

export interface CohortWindow {
  readonly now: Timestamp;
  readonly lookbackDays: number;
  /** The label that a mature prediction without one has, where silence means something. @default it has none */
  readonly silence?: string | null;
}

/**
 * Whether labels arrive equally often in all arms, by the test of sample ratios; where they do not, what is labelled of one
 * arm cannot be compared with what is labelled of another. Null where an arm has no mature prediction.
 */
export function labelledShares(arms: readonly Cohort[]): SampleRatio | null {
  if (arms.length < 2 || arms.some(({ predictions }) => predictions === 0)) return null;
  return equalShares(
    arms.map(({ labels }) => labels.length),
    arms.map(({ predictions }) => predictions),
  );
}

function secondsBetween(from: Timestamp, to: Timestamp): number {
  return (milliseconds(to) - milliseconds(from)) / 1000;
}
