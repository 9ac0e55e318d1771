import { z } from 'zod';
import {
  asymptoticHalfWidth,
  asymptoticRho,
  normalMixtureBound,
  normalMixtureLog,
} from '../../../lib/statistics/experiments/confidence-sequence.ts';
import { spendingBounds } from '../../../lib/statistics/experiments/group-sequential.ts';
import { mixtureRatio } from '../../../lib/statistics/experiments/msprt.ts';
import { absoluteError, expectedNumber, relativeError } from '../expected-number.ts';
import type { VectorCase, Vectors } from '../vector-case.ts';

const counts = z.tuple([z.number(), z.number()]);
const schema = z.object({
  confseq: z.array(z.object({ fn: z.string(), args: z.array(z.number()), expected: expectedNumber })).default([]),
  spotify_alpha_spending: z
    .array(
      z.object({
        info_fraction: z.array(z.number()),
        alpha: z.number(),
        sides: z.union([z.literal(1), z.literal(2)]).optional(),
        spending: z.string().optional(),
        expected_upper_z: z.array(expectedNumber),
        tolerance_abs: z.number().optional(),
      }),
    )
    .default([]),
  asymptotic_cs_closed_form: z
    .array(
      z.object({
        n: z.number(),
        sigma2: z.number(),
        alpha: z.number(),
        N_tuning: z.number(),
        rho: expectedNumber,
        half_width: expectedNumber,
      }),
    )
    .default([]),
  msprt_two_proportion: z
    .array(
      z.object({
        canary: counts,
        baseline: counts,
        tau: z.number(),
        expected: z.object({
          variance: expectedNumber,
          diff: expectedNumber,
          lambda_: expectedNumber,
          lambda_quadrature: expectedNumber,
          always_valid_p: expectedNumber,
        }),
      }),
    )
    .default([]),
});

type Expectations = z.infer<typeof schema>;

/** Bounds for many looks; of the mixtures the normal one, which is the one we offer. */
export function checkSequentialPublished(vectors: Vectors): VectorCase[] {
  const expectations = schema.parse(vectors);
  return [
    ...expectations.confseq.flatMap(confidenceSequenceCase),
    ...expectations.spotify_alpha_spending.map(spendingCase),
    ...Object.entries(vectors).flatMap(([key, value]) => manyLooksCase(key, value)),
    ...expectations.asymptotic_cs_closed_form.map(asymptoticCase),
    ...expectations.msprt_two_proportion.map(mixtureRatioCase),
  ];
}

function confidenceSequenceCase({ fn, args, expected }: Expectations['confseq'][number]): VectorCase[] {
  const value = normalMixtureOf(fn, args);
  return value === undefined
    ? []
    : [{ name: `${fn} at ${args.join(', ')}`, worstError: relativeError(value, expected), tolerance: 1e-8 }];
}

/** The name carries the settings: `normal_mixture_bound(v,alpha=.05,v_opt=100,one_sided=true)`. */
function normalMixtureOf(call: string, [first = 0, second = 0]: readonly number[]): number | undefined {
  const settings = new Map(Array.from(call.matchAll(/(\w+)=([\w.]+)/g), ([, name, value]) => [name, value]));
  const mixture = {
    tunedTime: Number(settings.get('v_opt')),
    tunedAlpha: Number(settings.get('alpha_opt') ?? 0.05),
    oneSided: settings.get('one_sided') === 'true',
  };
  if (call.startsWith('normal_log_mixture(')) return normalMixtureLog(mixture, first, second);
  if (call.startsWith('normal_mixture_bound(')) {
    return normalMixtureBound(mixture, first, Number(settings.get('alpha') ?? 0.05));
  }
  return undefined;
}

function spendingCase(one: Expectations['spotify_alpha_spending'][number]): VectorCase {
  const { info_fraction: informationFractions, alpha, sides, expected_upper_z: expected } = one;
  const power = Number(/t\^([\d.]+)/.exec(one.spending ?? '')?.[1] ?? 2);
  const bounds = spendingBounds({ informationFractions, alpha, sides, power });
  return {
    name: `bounds for looks at ${informationFractions.join(', ')}`,
    worstError: Math.max(...expected.map((bound, look) => absoluteError(bounds[look], bound))),
    tolerance: one.tolerance_abs ?? 2e-3,
  };
}

/** A key such as `gs_288_looks_alpha05_power2`: some bounds by the look's number. */
function manyLooksCase(key: string, value: unknown): VectorCase[] {
  const [, looks, decimals, power] = /^gs_(\d+)_looks_alpha(\d+)_power([\d.]+)$/.exec(key) ?? [];
  if (looks === undefined) return [];
  const expected = z.record(z.string(), expectedNumber).parse(value);
  const informationFractions = Array.from({ length: Number(looks) }, (_, look) => (look + 1) / Number(looks));
  const bounds = spendingBounds({ informationFractions, alpha: Number(`0.${decimals}`), power: Number(power) });
  const errors = Object.entries(expected).map(([look, bound]) => absoluteError(bounds[Number(look) - 1], bound));
  return [{ name: `bounds for ${looks} looks`, worstError: Math.max(0, ...errors), tolerance: 2e-3 }];
}

function asymptoticCase(one: Expectations['asymptotic_cs_closed_form'][number]): VectorCase {
  const sequence = { alpha: one.alpha, tunedObservations: one.N_tuning };
  return {
    name: `asymptotic confidence sequence after ${one.n}`,
    worstError: Math.max(
      relativeError(asymptoticRho(sequence), one.rho),
      relativeError(asymptoticHalfWidth(sequence, one.n, one.sigma2), one.half_width),
    ),
    tolerance: 1e-9,
  };
}

function mixtureRatioCase({
  canary,
  baseline,
  tau,
  expected,
}: Expectations['msprt_two_proportion'][number]): VectorCase {
  const [one, other] = [canary, baseline].map(([successes, total]) => ({ successes, total }));
  const actual = one === undefined || other === undefined ? null : mixtureRatio(one, other, tau);
  return {
    name: `mixture ratio of ${canary.join(' of ')} and ${baseline.join(' of ')}`,
    worstError: Math.max(
      relativeError(actual?.variance, expected.variance),
      relativeError(actual?.difference, expected.diff),
      relativeError(actual?.likelihoodRatio, expected.lambda_),
      relativeError(actual?.likelihoodRatio, expected.lambda_quadrature),
      relativeError(actual?.alwaysValidP, expected.always_valid_p),
    ),
    tolerance: 1e-9,
  };
}
