import { z } from 'zod';
import { delongTest, type PairedAuc, pairedAuc } from '../../../lib/statistics/paired/delong.ts';
import { normalInterval } from '../../../lib/statistics/paired/paired-mean.ts';
import { absoluteError, expectedNumber, relativeError } from '../expected-number.ts';
import type { VectorCase, Vectors } from '../vector-case.ts';

const AUC_TOLERANCE = 1e-12;
const TOLERANCE = 1e-9;

const bit = z.union([z.boolean(), z.number()]).transform((value) => Number(value) === 1);
const scores = z.array(expectedNumber.transform((value) => value ?? Number.NaN));
const expectedInterval = z.tuple([expectedNumber, expectedNumber]).nullish();
const schema = z.object({
  cases: z
    .array(
      z.object({
        name: z.string().default('without a name'),
        y: z.array(bit),
        champion: scores,
        challenger: scores,
        expected: z.object({
          auc_champion: expectedNumber,
          auc_challenger: expectedNumber,
          var_champion: expectedNumber,
          var_challenger: expectedNumber,
          cov: expectedNumber,
          z_challenger_minus_champion: expectedNumber,
          p_two_sided: expectedNumber,
          p_one_sided_greater: expectedNumber,
          ci95_champion: expectedInterval,
          ci95_challenger: expectedInterval,
          diff: expectedNumber,
          se_diff: expectedNumber,
          ci95_diff: expectedInterval,
          ci90_diff: expectedInterval,
        }),
      }),
    )
    .default([]),
});

type Expected = z.infer<typeof schema>['cases'][number]['expected'];

/** Two AUCs on the same rows, and how sure their difference is. */
export function checkPairedAuc(vectors: Vectors): VectorCase[] {
  return schema.parse(vectors).cases.flatMap(({ name, y, champion, challenger, expected }) => {
    const areas = pairedAuc(y, champion, challenger);
    return [
      { name: `${name}: areas`, worstError: errorOfAreas(areas, expected), tolerance: AUC_TOLERANCE },
      { name: `${name}: spread`, worstError: errorOfSpread(areas, expected), tolerance: TOLERANCE },
      { name: `${name}: intervals`, worstError: errorOfIntervals(areas, expected), tolerance: TOLERANCE },
    ];
  });
}

function errorOfAreas(areas: PairedAuc | null, expected: Expected): number {
  return Math.max(
    absoluteError(areas?.championAuc, expected.auc_champion),
    absoluteError(areas?.challengerAuc, expected.auc_challenger),
    absoluteError(areas?.difference, expected.diff),
  );
}

function errorOfSpread(areas: PairedAuc | null, expected: Expected): number {
  const test = areas === null ? null : delongTest(areas);
  return Math.max(
    relativeError(areas?.championVariance, expected.var_champion),
    relativeError(areas?.challengerVariance, expected.var_challenger),
    relativeError(areas?.covariance, expected.cov),
    relativeError(areas?.standardError, expected.se_diff),
    relativeError(test?.z, expected.z_challenger_minus_champion),
    relativeError(test?.pTwoSided, expected.p_two_sided),
    relativeError(test?.pGreater, expected.p_one_sided_greater),
  );
}

function errorOfIntervals(areas: PairedAuc | null, expected: Expected): number {
  const own = (value = Number.NaN, variance = Number.NaN) => ({ value, standardError: Math.sqrt(variance) });
  const champion = own(areas?.championAuc, areas?.championVariance);
  const challenger = own(areas?.challengerAuc, areas?.challengerVariance);
  const difference = own(areas?.difference, (areas?.standardError ?? Number.NaN) ** 2);
  return Math.max(
    // one AUC is not beyond 0 and 1, and neither is its interval in what computed these
    errorOfInterval(clamped(normalInterval(champion, 0.95)), expected.ci95_champion),
    errorOfInterval(clamped(normalInterval(challenger, 0.95)), expected.ci95_challenger),
    errorOfInterval(normalInterval(difference, 0.95), expected.ci95_diff),
    errorOfInterval(normalInterval(difference, 0.9), expected.ci90_diff),
  );
}

function clamped({ lower, upper }: { readonly lower: number; readonly upper: number }) {
  return { lower: Math.max(lower, 0), upper: Math.min(upper, 1) };
}

function errorOfInterval(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  expected: z.infer<typeof expectedInterval>,
): number {
  if (expected === undefined) return 0;
  return Math.max(relativeError(lower, expected?.[0] ?? null), relativeError(upper, expected?.[1] ?? null));
}
