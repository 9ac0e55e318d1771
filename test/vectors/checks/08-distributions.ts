import { z } from 'zod';
import { betaQuantile, logBeta, regularizedBeta } from '../../../lib/statistics/distributions/beta.ts';
import { binomialCdf, binomialPmf, binomialSf } from '../../../lib/statistics/distributions/binomial.ts';
import { chiSquareCdf, chiSquareQuantile, chiSquareSf } from '../../../lib/statistics/distributions/chi-square.ts';
import { kolmogorovSf } from '../../../lib/statistics/distributions/kolmogorov.ts';
import { logGamma } from '../../../lib/statistics/distributions/log-gamma.ts';
import { normalCdf, normalQuantile, normalSf } from '../../../lib/statistics/distributions/normal.ts';
import { poissonCdf, poissonSf } from '../../../lib/statistics/distributions/poisson.ts';
import { studentTCdf, studentTQuantile, studentTSf } from '../../../lib/statistics/distributions/student-t.ts';
import { absoluteError, expectedNumber, relativeError } from '../expected-number.ts';
import type { VectorCase, Vectors } from '../vector-case.ts';

const TOLERANCE = 1e-10;
/** Below this a number has too few digits left for a relative error. */
const SMALLEST = 1e-290;

const schema = z.object({
  cases: z.array(z.object({ fn: z.string(), args: z.array(expectedNumber), expected: expectedNumber })).default([]),
});

/** By the names that SciPy has for them. */
const FUNCTIONS: Readonly<Record<string, (...args: [number, number, number]) => number>> = {
  'norm.cdf': normalCdf,
  'norm.sf': normalSf,
  'norm.ppf': normalQuantile,
  'chi2.cdf': chiSquareCdf,
  'chi2.sf': chiSquareSf,
  'chi2.ppf': chiSquareQuantile,
  't.cdf': studentTCdf,
  't.sf': studentTSf,
  't.ppf': studentTQuantile,
  'beta.cdf': regularizedBeta,
  'beta.sf': (x, a, b) => regularizedBeta(1 - x, b, a),
  'beta.ppf': betaQuantile,
  'binom.cdf': binomialCdf,
  'binom.sf': binomialSf,
  'binom.pmf': binomialPmf,
  'poisson.cdf': poissonCdf,
  'poisson.sf': poissonSf,
  gammaln: logGamma,
  betaln: logBeta,
  kolmogorov_sf: kolmogorovSf,
};

type DistributionCase = z.infer<typeof schema>['cases'][number];

/** Distribution functions, their upper tails and quantiles; a function that we do not have is one that failed. */
export function checkDistributions(vectors: Vectors): VectorCase[] {
  return schema.parse(vectors).cases.map((one) => {
    const { fn, args, expected } = one;
    const isTiny = typeof expected === 'number' && expected !== 0 && Math.abs(expected) < SMALLEST;
    const name = `${fn}(${args.join(', ')})`;
    const actual = computed(one);
    return isTiny
      ? { name, worstError: absoluteError(actual, expected), tolerance: SMALLEST }
      : { name, worstError: relativeError(actual, expected), tolerance: TOLERANCE };
  });
}

/** Null where the function is not defined. */
function computed({ fn, args }: DistributionCase): number | null {
  const [first, second, third] = args.map((arg) => arg ?? Number.NaN);
  try {
    return FUNCTIONS[fn]?.(first ?? Number.NaN, second ?? Number.NaN, third ?? Number.NaN) ?? Number.POSITIVE_INFINITY;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
