import { chiSquareSf } from '../distributions/chi-square.ts';
import { THRESHOLD_TOLERANCE } from '../threshold-tolerance.ts';

/** A chance below this says that the arms were not filled as planned. */
const MISMATCH_BELOW = 0.001;

export interface SampleRatio {
  readonly chiSquare: number;
  readonly pValue: number;
  /** The assignment is broken: no difference between the arms means anything. */
  readonly mismatch: boolean;
}

/**
 * Chi-square test of how many units each arm got against the planned weights, which need not add up to 1; without a unit
 * nothing is amiss. Throws a RangeError for fewer than two arms, a count below 0 or a weight that is not above 0.
 */
export function sampleRatio(observed: readonly number[], weights: readonly number[]): SampleRatio {
  validate(observed, weights);
  const total = sum(observed);
  if (total === 0) return { chiSquare: 0, pValue: 1, mismatch: false };
  const wholeWeight = sum(weights);
  const terms = observed.map((count, arm) => {
    const expected = (total * (weights[arm] ?? 0)) / wholeWeight;
    return (count - expected) ** 2 / expected;
  });
  return judged(sum(terms), observed.length - 1);
}

/** Units of both arms in one stratum, such as a minute. */
export interface SplitUnits {
  readonly first: number;
  readonly second: number;
  /** Share of them that the first arm should have, 0 to 1. */
  readonly share: number;
}

/**
 * The same test over strata whose shares differ: (O - E)^2 / V with one degree of freedom, O being the units of the first
 * arm, E = sum N w and V = sum N w (1 - w). Where no stratum could show anything nothing is amiss.
 */
export function stratifiedRatio(strata: readonly SplitUnits[]): SampleRatio {
  let [difference, variance] = [0, 0];
  for (const { first, second, share } of strata) {
    difference += first - (first + second) * share;
    variance += (first + second) * share * (1 - share);
  }
  return judged(variance > 0 ? difference ** 2 / variance : 0, 1);
}

function judged(chiSquare: number, degrees: number): SampleRatio {
  const pValue = chiSquareSf(chiSquare, degrees);
  return { chiSquare, pValue, mismatch: pValue < MISMATCH_BELOW - THRESHOLD_TOLERANCE };
}

function validate(observed: readonly number[], weights: readonly number[]): void {
  if (observed.length < 2 || observed.length !== weights.length || !observed.every((count) => count >= 0)) {
    throw new RangeError(
      `'observed' should be a count of each of ${Math.max(weights.length, 2)} arms, got ${JSON.stringify(observed)}`,
    );
  }
  if (!weights.every((weight) => weight > 0 && Number.isFinite(weight))) {
    throw new RangeError(`'weights' should be above 0, for example [0.5, 0.5], got ${JSON.stringify(weights)}`);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
