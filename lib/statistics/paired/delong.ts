import { normalSf } from '../distributions/normal.ts';
import { rocAuc } from '../metrics/auc.ts';
import { midranks } from '../midranks.ts';
import { sampleCovariance } from '../sample-moments.ts';

/** Two AUCs on the same rows; the difference, and its standard error, are of the challenger's less the champion's. */
export interface PairedAuc {
  readonly championAuc: number;
  readonly challengerAuc: number;
  readonly championVariance: number;
  readonly challengerVariance: number;
  readonly covariance: number;
  readonly difference: number;
  readonly standardError: number;
}

/** Share of the other class that scores below each row, ties counting half. */
interface Placements {
  readonly ofPositives: readonly number[];
  readonly ofNegatives: readonly number[];
}

/**
 * DeLong's comparison of paired AUCs (DeLong, DeLong and Clarke-Pearson 1988) by midranks in O(n log n) (Sun and Xu 2014).
 * Null unless each class has two rows; throws a RangeError where the models have not scored all rows.
 */
export function pairedAuc(
  positives: readonly boolean[],
  champion: readonly number[],
  challenger: readonly number[],
): PairedAuc | null {
  checkLength('champion', champion, positives.length);
  checkLength('challenger', challenger, positives.length);
  const [championAuc, challengerAuc] = [rocAuc(positives, champion), rocAuc(positives, challenger)];
  if (championAuc === null || challengerAuc === null) return null;
  const [one, other] = [placements(positives, champion), placements(positives, challenger)];
  const gained = gain(one, other);
  const [championVariance, challengerVariance] = [covarianceOf(one, one), covarianceOf(other, other)];
  // of the placements' differences, since a sum of covariances is not 0 for models that agree in all rows
  const [covariance, variance] = [covarianceOf(one, other), covarianceOf(gained, gained)];
  if (championVariance === null || challengerVariance === null || covariance === null || variance === null) return null;
  const difference = challengerAuc - championAuc;
  const standardError = Math.sqrt(variance);
  return { championAuc, challengerAuc, championVariance, challengerVariance, covariance, difference, standardError };
}

interface DelongTest {
  readonly z: number;
  readonly pTwoSided: number;
  /** Chance of a z of at least this while the challenger is no better. */
  readonly pGreater: number;
}

/** The test of a difference of 0; null where the difference has no spread. */
export function delongTest({ difference, standardError }: PairedAuc): DelongTest | null {
  if (standardError === 0) return null;
  const z = difference / standardError;
  return { z, pTwoSided: 2 * normalSf(Math.abs(z)), pGreater: normalSf(z) };
}

function placements(positives: readonly boolean[], scores: readonly number[]): Placements {
  const { ranks } = midranks(scores);
  const sharesOf = (positive: boolean) => {
    const rows = [...scores.keys()].filter((row) => (positives[row] === true) === positive);
    const { ranks: among } = midranks(rows.map((row) => scores[row] ?? Number.NaN));
    const others = scores.length - rows.length;
    return rows.map((row, index) => ((ranks[row] ?? Number.NaN) - (among[index] ?? Number.NaN)) / others);
  };
  return { ofPositives: sharesOf(true), ofNegatives: sharesOf(false) };
}

function gain(one: Placements, other: Placements): Placements {
  return {
    ofPositives: other.ofPositives.map((share, row) => share - (one.ofPositives[row] ?? Number.NaN)),
    ofNegatives: other.ofNegatives.map((share, row) => share - (one.ofNegatives[row] ?? Number.NaN)),
  };
}

/** Of two AUCs: the covariance of the positives' placements by their number, and that of the negatives' by theirs. */
function covarianceOf(one: Placements, other: Placements): number | null {
  const ofPositives = sampleCovariance(one.ofPositives, other.ofPositives);
  const ofNegatives = sampleCovariance(one.ofNegatives, other.ofNegatives);
  if (ofPositives === null || ofNegatives === null) return null;
  return ofPositives / one.ofPositives.length + ofNegatives / one.ofNegatives.length;
}

function checkLength(name: string, scores: readonly number[], rows: number): void {
  if (scores.length !== rows) {
    throw new RangeError(`'${name}' should have a score for each of the ${rows} rows, got ${scores.length}`);
  }
}
