import { z } from 'zod';
import { clopperPearsonInterval } from '../../../lib/statistics/experiments/clopper-pearson.ts';
import { fisherExactP } from '../../../lib/statistics/experiments/fisher-exact.ts';
import { sampleRatio } from '../../../lib/statistics/experiments/sample-ratio.ts';
import { minimumDetectableEffect, sampleSize } from '../../../lib/statistics/experiments/sample-size.ts';
import {
  agrestiCaffoInterval,
  newcombeInterval,
  proportionZTest,
  ratioInterval,
  waldInterval,
} from '../../../lib/statistics/experiments/two-proportions.ts';
import { wilsonInterval } from '../../../lib/statistics/experiments/wilson.ts';
import type { Interval } from '../../../lib/statistics/interval.ts';
import { expectedNumber, relativeError } from '../expected-number.ts';
import type { VectorCase, Vectors } from '../vector-case.ts';

const TOLERANCE = 1e-8;
const CONFIDENCE = 0.95;

const arm = z.object({ x: z.number(), n: z.number() });
const expectedInterval = z.tuple([expectedNumber, expectedNumber]).nullish();
const schema = z.object({
  two_proportion: z
    .array(
      z.object({
        control: arm,
        variant: arm,
        expected: z.object({
          z_pooled: expectedNumber,
          p_two_sided: expectedNumber,
          p_larger: expectedNumber,
          diff_ci95_wald: expectedInterval,
          'diff_ci95_agresti-caffo': expectedInterval,
          diff_ci95_newcomb: expectedInterval,
          ratio_ci95_log: expectedInterval,
          wilson_control: expectedInterval,
          wilson_variant: expectedInterval,
          clopper_pearson_variant: expectedInterval,
          fisher_exact_p: expectedNumber,
        }),
      }),
    )
    .default([]),
  sample_size: z
    .array(
      z.object({
        p1: z.number(),
        p2: z.number(),
        alpha: z.number().optional(),
        power: z.number().optional(),
        ratio_n2_over_n1: z.number().optional(),
        expected: z.object({ n1_normal_pooled_null: expectedNumber }),
      }),
    )
    .default([]),
  mde: z
    .array(
      z.object({
        p: z.number(),
        n_per_arm: z.number(),
        alpha: z.number().optional(),
        power: z.number().optional(),
        expected_mde_abs: expectedNumber,
      }),
    )
    .default([]),
  srm: z
    .array(
      z.object({
        observed: z.array(z.number()),
        weights: z.array(z.number()),
        expected: z.object({ chi2: expectedNumber, p: expectedNumber, srm_at_0_001: z.boolean().optional() }),
      }),
    )
    .default([]),
});

type Expectations = z.infer<typeof schema>;

/** Two proportions, sample sizes and sample ratios; the score interval and two other sample sizes are not ours. */
export function checkAbTests(vectors: Vectors): VectorCase[] {
  const { two_proportion, sample_size, mde, srm } = schema.parse(vectors);
  return [
    ...two_proportion.map((one) => ({
      name: `${one.control.x} of ${one.control.n} against ${one.variant.x} of ${one.variant.n}`,
      worstError: errorOfTwoProportions(one),
      tolerance: TOLERANCE,
    })),
    ...sample_size.map(({ p1, p2, alpha, power, ratio_n2_over_n1, expected }) => ({
      name: `units to tell ${p1} from ${p2}`,
      worstError: relativeError(
        sampleSize({ control: p1, variant: p2, alpha, power, ratio: ratio_n2_over_n1 }),
        expected.n1_normal_pooled_null,
      ),
      tolerance: TOLERANCE,
    })),
    ...mde.map(({ p, n_per_arm, alpha, power, expected_mde_abs }) => ({
      name: `rise of ${p} that ${n_per_arm} an arm detect`,
      worstError: relativeError(
        minimumDetectableEffect({ rate: p, perArm: n_per_arm, alpha, power }),
        expected_mde_abs,
      ),
      tolerance: TOLERANCE,
    })),
    ...srm.map((one) => ({
      name: `sample ratio of ${one.observed.join(', ')}`,
      worstError: errorOfSampleRatio(one),
      tolerance: TOLERANCE,
    })),
  ];
}

function errorOfTwoProportions({ control: one, variant: other, expected }: Expectations['two_proportion'][number]) {
  const control = { successes: one.x, total: one.n };
  const variant = { successes: other.x, total: other.n };
  const test = proportionZTest(control, variant);
  return Math.max(
    relativeError(test?.z, expected.z_pooled),
    relativeError(test?.pTwoSided, expected.p_two_sided),
    relativeError(test?.pLarger, expected.p_larger),
    errorOfInterval(waldInterval(control, variant, CONFIDENCE), expected.diff_ci95_wald),
    errorOfInterval(agrestiCaffoInterval(control, variant, CONFIDENCE), expected['diff_ci95_agresti-caffo']),
    errorOfInterval(newcombeInterval(control, variant, CONFIDENCE), expected.diff_ci95_newcomb),
    errorOfInterval(ratioInterval(control, variant, CONFIDENCE), expected.ratio_ci95_log),
    errorOfInterval(wilsonInterval(one.x, one.n, CONFIDENCE), expected.wilson_control),
    errorOfInterval(wilsonInterval(other.x, other.n, CONFIDENCE), expected.wilson_variant),
    errorOfInterval(clopperPearsonInterval(other.x, other.n, CONFIDENCE), expected.clopper_pearson_variant),
    relativeError(fisherExactP(control, variant), expected.fisher_exact_p),
  );
}

function errorOfInterval(actual: Interval | null, expected: z.infer<typeof expectedInterval>): number {
  if (expected === undefined) return 0;
  if (expected === null) return actual === null ? 0 : Number.POSITIVE_INFINITY;
  return Math.max(relativeError(actual?.lower, expected[0]), relativeError(actual?.upper, expected[1]));
}

function errorOfSampleRatio({ observed, weights, expected }: Expectations['srm'][number]): number {
  const { chiSquare, pValue, mismatch } = sampleRatio(observed, weights);
  const sameVerdict = expected.srm_at_0_001 === undefined || expected.srm_at_0_001 === mismatch;
  return Math.max(
    relativeError(chiSquare, expected.chi2),
    relativeError(pValue, expected.p),
    sameVerdict ? 0 : Number.POSITIVE_INFINITY,
  );
}
