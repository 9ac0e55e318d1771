import { z } from 'zod';
import { isHigh } from '../../../bench/canary/comparison-judge.ts';
import { type LocationShift, locationShift } from '../../../lib/statistics/drift/location-shift.ts';
import { mannWhitney } from '../../../lib/statistics/drift/mann-whitney.ts';
import { absoluteError, expectedNumber } from '../expected-number.ts';
import type { VectorCase, Vectors } from '../vector-case.ts';

const CONFIDENCE = 0.98;
/** Of the estimated shift, that the whole interval has to exceed. */
const CLASS_TOLERANCE = 0.25;

const values = z.array(z.number());
const schema = z.object({
  cases: z
    .array(
      z.object({
        name: z.string(),
        canary: values,
        baseline: values,
        expected: z.object({
          ci98: z.tuple([expectedNumber, expectedNumber]).nullish(),
          hodges_lehmann: expectedNumber,
          p: expectedNumber,
          W: expectedNumber,
          kayenta_class_tol25: z.string().optional(),
          high_one_sided: z.boolean().optional(),
        }),
        tolerance_abs: z.number().default(1e-4),
      }),
    )
    .default([]),
});

type JudgeCase = z.infer<typeof schema>['cases'][number];

/** R's Wilcoxon test with its interval, and what the comparison judge makes of both. */
export function checkKayentaMannWhitney(vectors: Vectors): VectorCase[] {
  const { cases } = schema.parse(vectors);
  return cases.map((one) => ({ name: one.name, worstError: errorOf(one), tolerance: one.tolerance_abs }));
}

function errorOf({ canary, baseline, expected }: JudgeCase): number {
  const test = mannWhitney(canary, baseline, 'normal');
  const shift = locationShift(canary, baseline, CONFIDENCE);
  const high = isHigh(Float64Array.from(canary), Float64Array.from(baseline));
  return Math.max(
    absoluteError(test?.u, expected.W),
    absoluteError(test?.pTwoSided, expected.p),
    absoluteError(shift?.estimate, expected.hodges_lehmann),
    absoluteError(shift?.interval.lower, expected.ci98?.[0]),
    absoluteError(shift?.interval.upper, expected.ci98?.[1]),
    mismatch(classOf(shift), expected.kayenta_class_tol25),
    mismatch(high, expected.high_one_sided),
  );
}

/** As Kayenta's `MannWhitneyClassifier` does where either direction matters. */
function classOf(shift: LocationShift | null): string {
  if (shift === null) return 'Pass';
  const bound = CLASS_TOLERANCE * Math.abs(shift.estimate);
  if (shift.interval.lower > bound) return 'High';
  return shift.interval.upper < -bound ? 'Low' : 'Pass';
}

function mismatch<Value>(actual: Value, expected: Value | undefined): number {
  return expected === undefined || actual === expected ? 0 : Number.POSITIVE_INFINITY;
}
