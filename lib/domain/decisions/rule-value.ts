import type { Measurements } from '../artifacts/evaluation.ts';
import type { GateRule } from '../definition/gate-rules.ts';

/** Distance from a threshold within which a number counts as equal to it: .82 - .81 is not quite .01 in floating point. */
export const THRESHOLD_TOLERANCE = 1e-9;

/** Two models on the same rows. */
export interface MeasuredPair {
  readonly candidate: Measurements;
  readonly champion: Measurements;
}

/**
 * What a rule measures: the candidate's own value for a floor, else its gain, in which an improvement is positive.
 * Infinite is a relative gain over a champion that has nothing; null where one of the two has no such number.
 */
export function ruleValue({ metric, mode }: Pick<GateRule, 'metric' | 'mode'>, pair: MeasuredPair): number | null {
  const of = metric === 'failure-rate-reduction' ? 'accuracy' : metric;
  const [candidate, champion] = [pair.candidate[of], pair.champion[of]];
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
