import { THRESHOLD_TOLERANCE } from '../threshold-tolerance.ts';
import {
  absoluteLogRatios,
  certificationLogRatios,
  logEvidence,
  logMean,
  type MinuteCounts,
  RelativeSums,
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

/**
 * Sums over all minutes, in whatever order. The absolute part leaves a minute out in which the baseline itself is above the
 * limit, as in an incident that both share; this looks at the baseline only, so what the part is worth does not change.
 */
export function gatherEvidence(minutes: readonly MinuteCounts[], limits: EvidenceLimits): EvidenceSums {
  const relative = new RelativeSums(limits.margin);
  const [all, counted] = [emptyCounts(), emptyCounts()];
  for (const minute of minutes) {
    relative.add(minute);
    addCounts(all, minute);
    const allowed = limits.absoluteLimit * minute.baselineTotal + THRESHOLD_TOLERANCE;
    if (minute.baselineBad <= allowed) addCounts(counted, minute);
  }
  // the logarithms of these two are linear in the counts
  return {
    relative: relative.sums,
    absolute: absoluteLogRatios(counted, limits.absoluteLimit),
    certification: certificationLogRatios(all, limits.certifiedLimit),
  };
}

function emptyCounts() {
  return { canaryBad: 0, canaryTotal: 0, baselineBad: 0, baselineTotal: 0 };
}

function addCounts(sum: { canaryBad: number; canaryTotal: number }, minute: MinuteCounts): void {
  sum.canaryBad += minute.canaryBad;
  sum.canaryTotal += minute.canaryTotal;
}

/** ln of the E value for a rollback: half the relative and half the absolute one. */
export function logRollbackEvidence({ relative, absolute }: EvidenceSums, dispersion = 1): number {
  return logMean([logEvidence(relative, dispersion), logEvidence(absolute, dispersion)]);
}

/** ln of the E value for stepping up. */
export function logStepUpEvidence({ certification }: EvidenceSums, certificationDispersion = 1): number {
  return logEvidence(certification, certificationDispersion);
}
