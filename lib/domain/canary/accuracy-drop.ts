import type { Proportion } from '../../statistics/experiments/proportion.ts';
import { newcombeInterval } from '../../statistics/experiments/two-proportions.ts';
import type { Interval } from '../../statistics/interval.ts';
import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';

/** Labelled answers of either model below which nothing is done about accuracy. */
export const LEAST_LABELS = 200;

/** It is asked at every look, and labels go on coming: as sure as the breaker. */
const CONFIDENCE = 0.999;

/** How far a model's accuracy lies below that of another one. */
export interface AccuracyDrop {
  /** Accuracy of the model that is judged, 0..1. */
  readonly accuracy: number;
  /** That of the other. */
  readonly other: number;
  /** What is lost; below 0 is a gain. */
  readonly lost: number;
  /** Of what is lost, with a confidence of 99.9 %. */
  readonly interval: Interval;
  /** Largest loss that is allowed. */
  readonly limit: number;
  /** More is lost than is allowed, and it is no chance that anything is (S4-16). */
  readonly tooLow: boolean;
}

/**
 * Compares right answers among labelled ones. A loss of exactly the limit is allowed. Throws a RangeError without an answer
 * of either model.
 */
export function accuracyDrop(judged: Proportion, other: Proportion, limit: number): AccuracyDrop {
  const accuracy = judged.successes / judged.total;
  const otherAccuracy = other.successes / other.total;
  const lost = otherAccuracy - accuracy;
  const interval = newcombeInterval(judged, other, CONFIDENCE);
  const tooLow = lost > limit + THRESHOLD_TOLERANCE && interval.lower > 0;
  return { accuracy, other: otherAccuracy, lost, interval, limit, tooLow };
}
