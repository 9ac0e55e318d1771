import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { Measurements } from '../artifacts/evaluation.ts';
import type { GateRule } from '../definition/gate-rules.ts';

/** Two models on the same rows. */
export interface MeasuredPair {
  readonly candidate: Measurements;
  readonly champion: Measurements;
}

type Measure = Pick<GateRule, 'metric' | 'mode'>;

/**
 * What a rule measures: the candidate's own value for a floor, else its gain, in which an improvement is positive.
 * Infinite is a relative gain over a champion that has nothing; null where one of the two has no such number.
 */
export function ruleValue(measure: Measure, { candidate, champion }: MeasuredPair): number | null {
  const of = measure.metric === 'failure-rate-reduction' ? 'accuracy' : measure.metric;
  return measuredValue(measure, candidate[of], champion[of]);
}

/** The same of the two models' values of the metric; of their accuracies, for a reduction of the failure rate. */
export function measuredValue(
  { metric, mode }: Measure,
  candidate: number | null,
  champion: number | null,
): number | null {
  if (candidate === null) return null;
  if (mode === 'floor') return candidate;
  if (champion === null) return null;
  const lowerIsBetter = metric === 'log-loss' || metric === 'brier';
  const gain = lowerIsBetter ? champion - candidate : candidate - champion;
  if (mode === 'absolute') return gain;
  return relativeGain(gain, metric === 'failure-rate-reduction' ? 1 - champion : champion);
}

/** A share of nothing: no gain is 0, any gain is infinite. */
function relativeGain(gain: number, base: number): number {
  if (Math.abs(base) > THRESHOLD_TOLERANCE) return gain / base;
  return Math.abs(gain) <= THRESHOLD_TOLERANCE ? 0 : gain * Number.POSITIVE_INFINITY;
}
