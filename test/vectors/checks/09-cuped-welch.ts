import { z } from 'zod';
import { cuped } from '../../../lib/statistics/experiments/cuped.ts';
import { welchTest } from '../../../lib/statistics/experiments/welch.ts';
import { sampleCovariance, sampleVariance } from '../../../lib/statistics/sample-moments.ts';
import { type ExpectedNumber, expectedNumber, relativeError } from '../expected-number.ts';
import type { VectorCase, Vectors } from '../vector-case.ts';

const TOLERANCE = 1e-9;

const pair = z.tuple([expectedNumber, expectedNumber]).optional();
const schema = z.object({
  x: z.array(z.number()).default([]),
  y: z.array(z.number()).default([]),
  group: z.array(z.number()).default([]),
  expected: z
    .object({
      theta: expectedNumber,
      adjusted: z.array(expectedNumber).optional(),
      var_reduction: expectedNumber,
      rho2: expectedNumber,
      welch_raw: pair,
      welch_cuped: pair,
      diff_raw: expectedNumber,
      diff_cuped: expectedNumber,
    })
    .optional(),
});

/** CUPED and Welch's test of its outcome; group 1 is the variant. */
export function checkCupedWelch(vectors: Vectors): VectorCase[] {
  const { x, y, group, expected } = schema.parse(vectors);
  if (expected === undefined || x.length === 0) return [];
  const { theta, adjusted, varianceReduction } = cuped(x, y);
  const raw = welchOf(y, group);
  const better = welchOf(adjusted, group);
  const errors: Readonly<Record<string, number>> = {
    theta: relativeError(theta, expected.theta),
    'adjusted values': Math.max(0, ...(expected.adjusted ?? []).map((one, row) => relativeError(adjusted[row], one))),
    'variance reduction': relativeError(varianceReduction, expected.var_reduction),
    'squared correlation': relativeError(squaredCorrelation(x, y), expected.rho2),
    'Welch test': errorOfWelch(raw, expected.diff_raw, expected.welch_raw),
    'Welch test of adjusted values': errorOfWelch(better, expected.diff_cuped, expected.welch_cuped),
  };
  return Object.entries(errors).map(([name, worstError]) => ({ name, worstError, tolerance: TOLERANCE }));
}

function welchOf(values: readonly number[], group: readonly number[]) {
  const arm = (wanted: number) => values.filter((_, row) => group[row] === wanted);
  return welchTest(arm(0), arm(1));
}

function errorOfWelch(
  actual: ReturnType<typeof welchTest>,
  difference: ExpectedNumber,
  test: z.infer<typeof pair>,
): number {
  return Math.max(
    relativeError(actual?.difference, difference),
    relativeError(actual?.t, test?.[0]),
    relativeError(actual?.pTwoSided, test?.[1]),
  );
}

function squaredCorrelation(x: readonly number[], y: readonly number[]): number {
  const covariance = sampleCovariance(x, y) ?? Number.NaN;
  return covariance ** 2 / ((sampleVariance(x) ?? Number.NaN) * (sampleVariance(y) ?? Number.NaN));
}
