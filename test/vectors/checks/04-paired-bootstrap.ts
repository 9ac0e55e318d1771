import { z } from 'zod';
import type { Interval } from '../../../lib/statistics/interval.ts';
import { readScores } from '../../../lib/statistics/metrics/read-scores.ts';
import { rowLosses, weightedMetric } from '../../../lib/statistics/metrics/weighted-metrics.ts';
import { basicInterval, bcaInterval, percentileInterval } from '../../../lib/statistics/paired/bootstrap-interval.ts';
import { type BootstrapEstimate, jackknife, pairedBootstrap } from '../../../lib/statistics/paired/paired-bootstrap.ts';
import { normalInterval, pairedMean } from '../../../lib/statistics/paired/paired-mean.ts';
import { absoluteError, expectedNumber, relativeError } from '../expected-number.ts';
import type { VectorCase, Vectors } from '../vector-case.ts';

const TOLERANCE = 1e-10;
const CONFIDENCE = 0.95;
/** More than a decision needs, since what is expected was drawn as well. */
const RESAMPLING = { seed: 20_240_607, resamples: 20_000 };

const expectedInterval = z.tuple([expectedNumber, expectedNumber]).nullish();
const reduction = z
  .object({
    mean: expectedNumber,
    se: expectedNumber,
    normal_ci95: expectedInterval,
    bootstrap_ci95: z
      .object({ percentile: expectedInterval, basic: expectedInterval, BCa: expectedInterval })
      .partial()
      .default({}),
    tolerance_abs: z.number().default(0),
  })
  .optional();
const schema = z.object({
  y: z.array(z.union([z.boolean(), z.number()]).transform(Number)).default([]),
  champion: z.array(z.number()).default([]),
  challenger: z.array(z.number()).default([]),
  expected: z
    .object({
      logloss_reduction: reduction,
      brier_reduction: reduction,
      macro_f1_diff: z
        .object({
          point: expectedNumber,
          boot_se: expectedNumber,
          percentile_ci95: expectedInterval,
          tolerance_abs: z.number().default(0),
        })
        .optional(),
    })
    .default({}),
});

type Reduction = NonNullable<z.infer<typeof reduction>>;
type WeightedDifference = (weights: ArrayLike<number>) => number;

/** Differences of two models on the same rows, with intervals in closed form and by resampling. */
export function checkPairedBootstrap(vectors: Vectors): VectorCase[] {
  const { y, champion, challenger, expected } = schema.parse(vectors);
  const [one, other] = [champion, challenger].map((scores) =>
    readScores({ labels: y.map(String), scores, positiveClass: '1', classes: [] }),
  );
  if (one === undefined || other === undefined) return [];
  const reductions = [
    { metric: 'log-loss', told: expected.logloss_reduction } as const,
    { metric: 'brier', told: expected.brier_reduction } as const,
  ].flatMap(({ metric, told }) => {
    const after = rowLosses(metric, other);
    const gained = rowLosses(metric, one).map((loss, row) => loss - (after[row] ?? Number.NaN));
    return told === undefined ? [] : reductionCases(metric, gained, told);
  });
  const [f1Before, f1After] = [weightedMetric('macro-f1', one), weightedMetric('macro-f1', other)];
  const f1Gain: WeightedDifference = (weights) => (f1After(weights) ?? 0) - (f1Before(weights) ?? 0);
  return [...reductions, ...macroF1Cases(f1Gain, y.length, expected.macro_f1_diff)];
}

function reductionCases(metric: string, gained: readonly number[], told: Reduction): VectorCase[] {
  const mean = pairedMean(gained);
  const closed = Math.max(
    relativeError(mean?.value, told.mean),
    relativeError(mean?.standardError, told.se),
    errorOfInterval(mean && normalInterval(mean, CONFIDENCE), told.normal_ci95, relativeError),
  );
  const meanOf = weightedMeanOf(gained);
  const estimate = pairedBootstrap(gained.length, meanOf, RESAMPLING);
  const { percentile, basic, BCa } = told.bootstrap_ci95;
  const bca = estimate && bcaInterval(estimate, jackknife(gained.length, meanOf), CONFIDENCE);
  const drawn = Math.max(
    errorOfInterval(estimate && percentileInterval(estimate, CONFIDENCE), percentile, absoluteError),
    errorOfInterval(estimate && basicInterval(estimate, CONFIDENCE), basic, absoluteError),
    errorOfInterval(bca, BCa, absoluteError),
  );
  return [
    { name: `${metric}: in closed form`, worstError: closed, tolerance: TOLERANCE },
    { name: `${metric}: by resampling`, worstError: drawn, tolerance: told.tolerance_abs },
  ];
}

function weightedMeanOf(values: readonly number[]): WeightedDifference {
  return (weights) => {
    let [sum, total] = [0, 0];
    for (const [row, value] of values.entries()) {
      sum += value * (weights[row] ?? 0);
      total += weights[row] ?? 0;
    }
    return sum / total;
  };
}

function macroF1Cases(
  gain: WeightedDifference,
  rows: number,
  told: z.infer<typeof schema>['expected']['macro_f1_diff'],
): VectorCase[] {
  if (told === undefined) return [];
  const estimate: BootstrapEstimate | null = pairedBootstrap(rows, gain, RESAMPLING);
  const drawn = Math.max(
    absoluteError(estimate?.standardError, told.boot_se),
    errorOfInterval(estimate && percentileInterval(estimate, CONFIDENCE), told.percentile_ci95, absoluteError),
  );
  return [
    { name: 'macro-f1: of all rows', worstError: relativeError(estimate?.value, told.point), tolerance: TOLERANCE },
    { name: 'macro-f1: by resampling', worstError: drawn, tolerance: told.tolerance_abs },
  ];
}

function errorOfInterval(
  actual: Interval | null,
  expected: z.infer<typeof expectedInterval>,
  errorOf: typeof absoluteError,
): number {
  if (expected === undefined) return 0;
  return Math.max(errorOf(actual?.lower, expected?.[0] ?? null), errorOf(actual?.upper, expected?.[1] ?? null));
}
