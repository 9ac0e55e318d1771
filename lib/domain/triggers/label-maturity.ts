import { kaplanMeier, waitingQuantile } from '../../statistics/drift/kaplan-meier.ts';
import type { Score } from '../artifacts/feature-value.ts';
import { milliseconds, secondsAfter, type Timestamp } from '../time.ts';

const DAY_SECONDS = 86_400;
/** Share of the labels that arrive at all which have arrived once a prediction is mature. */
const MATURE_SHARE = 0.9;
/** Days of predictions that the delay is measured on, and the longest that is waited for a label. */
export const DELAY_DAYS = 30;

const UNITS = [
  ['days', DAY_SECONDS],
  ['hours', 3_600],
  ['minutes', 60],
] as const;

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
  /** Nobody can say when nine of ten labels have arrived, so that it is the longest that is waited. */
  readonly capped: boolean;
}

/**
 * How old a prediction is when nine of ten of the labels have arrived that arrive at all, by the predictions of the last
 * days, of whichever model: the delay belongs to the labels. Those that never get one do not count: where most do not, all
 * others would count as too young for ever. Who has not been followed for so long cannot tell those from the ones that
 * are still to come, and then nine of ten are nine of ten predictions. `longestDays` is how long a label can take.
 */
export function labelMaturity(
  predictions: readonly Pick<FollowedPrediction, 'time' | 'label'>[],
  now: Timestamp,
  longestDays = DELAY_DAYS,
): Maturity {
  const since = secondsAfter(now, -longestDays * DAY_SECONDS);
  const waitings = predictions
    .filter(({ time }) => time >= since && time <= now)
    .map(({ time, label }) => {
      const happened = label !== null && label.arrivedAt <= now;
      // clocks of different machines may put an outcome before its prediction
      const duration = Math.max(secondsBetween(time, happened ? label.arrivedAt : now), 0);
      return { duration, happened, age: secondsBetween(time, now) };
    });
  const steps = kaplanMeier(waitings);
  // the oldest of some predictions is hardly ever of the very first moment
  const followedThroughout = waitings.some(({ age }) => age >= (longestDays - 1) * DAY_SECONDS);
  const share = followedThroughout ? (steps.at(-1)?.share ?? 1) : 1;
  const seconds = waitingQuantile(steps, MATURE_SHARE * share);
  return seconds === null ? { seconds: longestDays * DAY_SECONDS, capped: true } : { seconds, capped: false };
}

/** When a prediction counts, as a part of a sentence. */
export function maturityText({ seconds, capped }: Maturity): string {
  const age = delayText(seconds);
  return capped
    ? `how long labels take is not known yet, so that a prediction counts after ${age}`
    : `nine of ten labels take up to ${age}, after which a prediction counts`;
}

function delayText(seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => seconds >= 2 * length) ?? ['seconds', 1];
  return `${Number((seconds / size).toPrecision(3))} ${unit}`;
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
 * The predictions of some days, the last of which were mature at `now`. A label counts if it arrived before its prediction
 * was mature, so that every prediction, of whichever model, has had the same time to get one.
 */
export function matureCohort(
  predictions: readonly FollowedPrediction[],
  { seconds }: Pick<Maturity, 'seconds'>,
  { now, lookbackDays }: CohortWindow,
): Cohort {
  const to = secondsAfter(now, -seconds);
  const from = secondsAfter(to, -lookbackDays * DAY_SECONDS);
  const mature = predictions.filter(({ time }) => time >= from && time <= to);
  const labelled = mature.flatMap(({ time, score, label }) =>
    label !== null && label.arrivedAt <= secondsAfter(time, seconds) ? [{ value: label.value, score }] : [],
  );
  return {
    predictions: mature.length,
    labels: labelled.map(({ value }) => value),
    scores: labelled.map(({ score }) => score),
    coverage: mature.length === 0 ? null : labelled.length / mature.length,
  };
}

export interface CohortWindow {
  readonly now: Timestamp;
  /** Days of predictions, up to the newest that is mature. */
  readonly lookbackDays: number;
}

function secondsBetween(from: Timestamp, to: Timestamp): number {
  return (milliseconds(to) - milliseconds(from)) / 1000;
}
