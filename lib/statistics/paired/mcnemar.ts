import { binomialCdf, binomialPmf } from '../distributions/binomial.ts';
import { chiSquareSf } from '../distributions/chi-square.ts';
import type { Estimate } from './paired-mean.ts';

/** Rows by which of two models is right about them. */
export interface PairedAnswers {
  readonly bothRight: number;
  readonly championOnly: number;
  readonly challengerOnly: number;
  readonly bothWrong: number;
}

interface McNemarTest {
  readonly chiSquare: number;
  readonly pValue: number;
}

/** Counts which model is right about which row; throws a RangeError where one has not answered all. */
export function pairAnswers(
  actual: readonly number[],
  champion: readonly number[],
  challenger: readonly number[],
): PairedAnswers {
  checkLength('champion', champion, actual.length);
  checkLength('challenger', challenger, actual.length);
  const counts = { bothRight: 0, championOnly: 0, challengerOnly: 0, bothWrong: 0 };
  for (const [row, label] of actual.entries()) {
    counts[whoIsRight(champion[row] === label, challenger[row] === label)] += 1;
  }
  return counts;
}

/**
 * Chance of discordant rows at least as uneven while both models are equally accurate: min(1, 2 P(X <= min(b, c))), X
 * binomial of b + c rows with a half each; 1 without such a row.
 */
export function mcNemarExactP({ championOnly: b, challengerOnly: c }: PairedAnswers): number {
  return Math.min(1, 2 * binomialCdf(Math.min(b, c), b + c, 0.5));
}

/** The exact chance less half of what both tails share: less conservative; null without a discordant row. */
export function mcNemarMidP({ championOnly: b, challengerOnly: c }: PairedAnswers): number | null {
  if (b + c === 0) return null;
  return 2 * binomialCdf(Math.min(b, c), b + c, 0.5) - binomialPmf(Math.min(b, c), b + c, 0.5);
}

/** (|b - c| - correction)² / (b + c) (McNemar 1947), 1 being Edwards' correction; null without a discordant row. */
export function mcNemarChiSquare(
  { championOnly: b, challengerOnly: c }: PairedAnswers,
  correction: 0 | 1 = 0,
): McNemarTest | null {
  if (b + c === 0) return null;
  const chiSquare = (Math.abs(b - c) - correction) ** 2 / (b + c);
  return { chiSquare, pValue: chiSquareSf(chiSquare, 1) };
}

/** The challenger's accuracy less the champion's, with Wald's standard error; null without rows. */
export function accuracyDifference(answers: PairedAnswers): Estimate | null {
  const rows = Object.values(answers).reduce((sum, count) => sum + count, 0);
  return rows === 0 ? null : differenceOf(answers);
}

/**
 * That difference after half a row was added to each of the four counts (Agresti and Min 2005): unlike Wald's, its normal
 * interval covers where few rows are discordant.
 */
export function agrestiMinEstimate(answers: PairedAnswers): Estimate {
  const { bothRight, championOnly, challengerOnly, bothWrong } = answers;
  return differenceOf({
    bothRight: bothRight + 0.5,
    championOnly: championOnly + 0.5,
    challengerOnly: challengerOnly + 0.5,
    bothWrong: bothWrong + 0.5,
  });
}

function differenceOf({ bothRight, championOnly: b, challengerOnly: c, bothWrong }: PairedAnswers): Estimate {
  const concordant = bothRight + bothWrong;
  const rows = concordant + b + c;
  // b + c - (c - b)² / rows, as a sum that cannot be below 0
  const spread = ((b + c) * concordant + 4 * b * c) / rows;
  return { value: (c - b) / rows, standardError: Math.sqrt(spread) / rows };
}

function whoIsRight(champion: boolean, challenger: boolean): keyof PairedAnswers {
  if (champion) return challenger ? 'bothRight' : 'championOnly';
  return challenger ? 'challengerOnly' : 'bothWrong';
}

function checkLength(name: string, answers: readonly number[], rows: number): void {
  if (answers.length !== rows) {
    throw new RangeError(`'${name}' should have an answer for each of the ${rows} rows, got ${answers.length}`);
  }
}
