import {
  absoluteLogRatios,
  certificationLogRatios,
  oddsFactors,
  relativeLogRatios,
} from '../../lib/statistics/canary/e-process.ts';
import { THRESHOLD_TOLERANCE } from '../../lib/statistics/threshold-tolerance.ts';
import { type Day, minuteOf } from './traffic.ts';
import { absoluteLimit } from './trial.ts';

const width = oddsFactors.length;

/** Sums of a day's log likelihood ratios: after every minute one a factor, in a row. */
export interface EvidencePaths {
  /** With a margin of 1. */
  readonly strict: Float64Array;
  /** With the scenario's margin. */
  readonly relative: Float64Array;
  readonly absolute: Float64Array;
  /** Without the minutes in which the baseline was above the limit, as the product has it. */
  readonly absoluteSkipped: Float64Array;
  readonly certification: Float64Array;
}

/** What one bad and one good answer say of the canary's share; the parts that look at it only are sums of these. */
const [oneBad = [], oneGood = []] = oneAnswerEach(absoluteLogRatios);
const [oneBadCertified = [], oneGoodCertified = []] = oneAnswerEach(certificationLogRatios);

export function evidencePaths(day: Day, margin: number): EvidencePaths {
  return {
    strict: relativePath(day, 1),
    relative: relativePath(day, margin),
    absolute: sharePath(day, oneBad, oneGood),
    absoluteSkipped: sharePath(withoutSharedMinutes(day), oneBad, oneGood),
    certification: sharePath(day, oneBadCertified, oneGoodCertified),
  };
}

function oneAnswerEach(logRatiosOf: typeof absoluteLogRatios): number[][] {
  return [1, 0].map((canaryBad) =>
    logRatiosOf({ canaryBad, canaryTotal: 1, baselineBad: 0, baselineTotal: 0 }, absoluteLimit),
  );
}

function withoutSharedMinutes(day: Day): Day {
  const counts = (of: Int32Array) =>
    of.map((count, minute) => {
      const limit = absoluteLimit * (day.baselineTotal[minute] ?? 0) + THRESHOLD_TOLERANCE;
      return (day.baselineBad[minute] ?? 0) > limit ? 0 : count;
    });
  return { ...day, canaryBad: counts(day.canaryBad), canaryTotal: counts(day.canaryTotal) };
}

function relativePath(day: Day, margin: number): Float64Array {
  const path = new Float64Array(day.canaryBad.length * width);
  for (let place = 0, minute = 0; place < path.length; minute += 1) {
    const logs = relativeLogRatios(minuteOf(day, minute), margin);
    for (let factor = 0; factor < width; factor += 1, place += 1) {
      path[place] = (path[place - width] ?? 0) + (logs[factor] ?? 0);
    }
  }
  return path;
}

function sharePath(day: Day, bad: readonly number[], good: readonly number[]): Float64Array {
  const path = new Float64Array(day.canaryBad.length * width);
  for (let place = 0, minute = 0; place < path.length; minute += 1) {
    const badAnswers = day.canaryBad[minute] ?? 0;
    const goodAnswers = (day.canaryTotal[minute] ?? 0) - badAnswers;
    for (let factor = 0; factor < width; factor += 1, place += 1) {
      path[place] = (path[place - width] ?? 0) + badAnswers * (bad[factor] ?? 0) + goodAnswers * (good[factor] ?? 0);
    }
  }
  return path;
}
