import { THRESHOLD_TOLERANCE } from '../threshold-tolerance.ts';
import {
  absoluteLogRatios,
  certificationLogRatios,
  logEvidence,
  logMean,
  type MinuteCounts,
  oddsFactors,
  relativeLogRatios,
} from './e-process.ts';

export interface EvidenceLimits {
  /** The canary's odds of a bad answer may be this many times the baseline's, 1 or more. */
  readonly margin: number;
  /** Share of bad answers, between 0 and 1, that the canary has to stay within whatever the baseline does. */
  readonly absoluteLimit: number;
  /** Share of bad answers that the canary has to be shown to be below before it gets more traffic. */
  readonly certifiedLimit: number;
}

/** Sums over the minutes since the canary began, one a factor, before the division by the dispersion. */
export interface EvidenceSums {
  readonly relative: readonly number[];
  readonly absolute: readonly number[];
  readonly certification: readonly number[];
}

const nothing = oddsFactors.map(() => 0);

/** Of a canary that has just begun. */
export const noEvidence: EvidenceSums = { relative: nothing, absolute: nothing, certification: nothing };

/**
 * With one more minute. The absolute part leaves a minute out in which the baseline itself is above the limit, as in an
 * incident that both share; this looks at the baseline only, so what the part is worth does not change.
 */
export function addMinute(sums: EvidenceSums, minute: MinuteCounts, limits: EvidenceLimits): EvidenceSums {
  const baselineIsOver = minute.baselineBad > limits.absoluteLimit * minute.baselineTotal + THRESHOLD_TOLERANCE;
  return {
    relative: added(sums.relative, relativeLogRatios(minute, limits.margin)),
    absolute: baselineIsOver ? sums.absolute : added(sums.absolute, absoluteLogRatios(minute, limits.absoluteLimit)),
    certification: added(sums.certification, certificationLogRatios(minute, limits.certifiedLimit)),
  };
}

/** ln of the E value for a rollback: half the relative and half the absolute one. */
export function logRollbackEvidence({ relative, absolute }: EvidenceSums, dispersion = 1): number {
  return logMean([logEvidence(relative, dispersion), logEvidence(absolute, dispersion)]);
}

/** ln of the E value for stepping up. */
export function logStepUpEvidence({ certification }: EvidenceSums, certificationDispersion = 1): number {
  return logEvidence(certification, certificationDispersion);
}

function added(sums: readonly number[], more: readonly number[]): readonly number[] {
  return sums.map((sum, factor) => sum + (more[factor] ?? 0));
}
