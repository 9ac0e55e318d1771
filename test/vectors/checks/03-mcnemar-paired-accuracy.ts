import { z } from 'zod';
import {
  accuracyDifference,
  agrestiMinEstimate,
  mcNemarChiSquare,
  mcNemarExactP,
  mcNemarMidP,
} from '../../../lib/statistics/paired/mcnemar.ts';
import { normalInterval } from '../../../lib/statistics/paired/paired-mean.ts';
import { expectedNumber, relativeError } from '../expected-number.ts';
import type { VectorCase, Vectors } from '../vector-case.ts';

const TOLERANCE = 1e-10;
const CONFIDENCE = 0.95;

const expectedInterval = z.tuple([expectedNumber, expectedNumber]).nullish();
const schema = z.object({
  cases: z
    .array(
      z.object({
        both_correct: z.number(),
        champion_only: z.number(),
        challenger_only: z.number(),
        both_wrong: z.number(),
        expected: z.object({
          exact_p: expectedNumber,
          chi2: expectedNumber,
          p: expectedNumber,
          chi2_cc: expectedNumber,
          p_cc: expectedNumber,
          midp: expectedNumber,
          diff: expectedNumber,
          wald_se: expectedNumber,
          wald_ci95: expectedInterval,
          agresti_min_ci95: expectedInterval,
        }),
      }),
    )
    .default([]),
});

type AccuracyCase = z.infer<typeof schema>['cases'][number];

/** Two accuracies on the same rows: the tests and the intervals of their difference. */
export function checkPairedAccuracy(vectors: Vectors): VectorCase[] {
  return schema.parse(vectors).cases.map((one) => ({
    name: `${one.champion_only} against ${one.challenger_only} discordant rows`,
    worstError: errorOf(one),
    tolerance: TOLERANCE,
  }));
}

function errorOf({ both_correct, champion_only, challenger_only, both_wrong, expected }: AccuracyCase): number {
  const answers = {
    bothRight: both_correct,
    championOnly: champion_only,
    challengerOnly: challenger_only,
    bothWrong: both_wrong,
  };
  const [plain, corrected] = [mcNemarChiSquare(answers), mcNemarChiSquare(answers, 1)];
  const difference = accuracyDifference(answers);
  return Math.max(
    relativeError(mcNemarExactP(answers), expected.exact_p),
    relativeError(plain?.chiSquare, expected.chi2),
    relativeError(plain?.pValue, expected.p),
    relativeError(corrected?.chiSquare, expected.chi2_cc),
    relativeError(corrected?.pValue, expected.p_cc),
    relativeError(mcNemarMidP(answers), expected.midp),
    relativeError(difference?.value, expected.diff),
    relativeError(difference?.standardError, expected.wald_se),
    errorOfInterval(difference && normalInterval(difference, CONFIDENCE), expected.wald_ci95),
    errorOfInterval(normalInterval(agrestiMinEstimate(answers), CONFIDENCE), expected.agresti_min_ci95),
  );
}

function errorOfInterval(
  actual: { readonly lower: number; readonly upper: number } | null,
  expected: z.infer<typeof expectedInterval>,
): number {
  if (expected === undefined) return 0;
  return Math.max(
    relativeError(actual?.lower, expected?.[0] ?? null),
    relativeError(actual?.upper, expected?.[1] ?? null),
  );
}
