import { z } from 'zod';
import { kolmogorovSf } from '../../../lib/statistics/distributions/kolmogorov.ts';
import { countBins, decileEdges, pairBins } from '../../../lib/statistics/drift/bin-edges.ts';
import { categoricalAssociation } from '../../../lib/statistics/drift/categorical-association.ts';
import { pairLevels } from '../../../lib/statistics/drift/category-counts.ts';
import {
  hellingerDistance,
  jensenShannonDistance,
  largestShareDifference,
} from '../../../lib/statistics/drift/divergence.ts';
import { kolmogorovSmirnov, kolmogorovSmirnovExactP } from '../../../lib/statistics/drift/kolmogorov-smirnov.ts';
import { mannWhitney } from '../../../lib/statistics/drift/mann-whitney.ts';
import {
  populationStability,
  stabilityNoiseFloor,
  stabilityNoiseMean,
} from '../../../lib/statistics/drift/population-stability.ts';
import { standardizedWasserstein, wassersteinDistance } from '../../../lib/statistics/drift/wasserstein.ts';
import { absoluteError, type ExpectedNumber, expectedNumber, relativeError } from '../expected-number.ts';
import type { VectorCase, Vectors } from '../vector-case.ts';

const TOLERANCE = 1e-9;

const values = z.array(expectedNumber.transform((value) => value ?? null));
const expectedNumbers = z.array(expectedNumber).optional();
const counts = z.record(z.string(), z.number());
const schema = z.object({
  numeric: z
    .array(
      z.object({
        name: z.string(),
        ref: values,
        cur: values,
        expected: z.object({
          psi10: z
            .object({
              edges: expectedNumbers,
              ref_counts: expectedNumbers,
              cur_counts: expectedNumbers,
              psi: expectedNumber,
              js_distance_base2: expectedNumber,
              hellinger: expectedNumber,
              linf: expectedNumber,
              noise_mean: expectedNumber,
              noise_p95: expectedNumber,
              noise_p999: expectedNumber,
            })
            .optional(),
          ks_stat: expectedNumber,
          ks_p_exact: expectedNumber,
          ks_p_kolmogorov_limit: expectedNumber,
          wasserstein1: expectedNumber,
          wasserstein_normed_by_ref_sd: expectedNumber,
          mannwhitney_U: expectedNumber,
          mannwhitney_p: expectedNumber,
        }),
      }),
    )
    .default([]),
  categorical: z
    .array(
      z.object({
        name: z.string(),
        ref: counts,
        cur: counts,
        expected: z.object({
          psi: expectedNumber,
          js_distance_base2: expectedNumber,
          linf: expectedNumber,
          chi2: expectedNumber,
          chi2_p: expectedNumber,
          df: expectedNumber,
          cramers_v: expectedNumber,
        }),
      }),
    )
    .default([]),
});

type NumericCase = z.infer<typeof schema>['numeric'][number];
type CategoricalCase = z.infer<typeof schema>['categorical'][number];

/** Distances of numeric and of categorical samples, with the chances of those that have one. */
export function checkDrift(vectors: Vectors): VectorCase[] {
  const { numeric, categorical } = schema.parse(vectors);
  return [
    ...numeric.flatMap((one) => [
      { name: `${one.name}: bins`, worstError: errorOfBins(one), tolerance: TOLERANCE },
      { name: `${one.name}: values`, worstError: errorOfValues(one), tolerance: TOLERANCE },
    ]),
    ...categorical.map((one) => ({ name: one.name, worstError: errorOfLevels(one), tolerance: TOLERANCE })),
  ];
}

function errorOfBins({ ref, cur, expected: { psi10: expected = {} } }: NumericCase): number {
  const edges = decileEdges(ref);
  const { reference, current } = pairBins(countBins(edges, ref), countBins(edges, cur));
  const samples = { bins: reference.length, referenceRows: ref.length, currentRows: cur.length };
  return Math.max(
    errorOfList(edges, expected.edges),
    errorOfList(reference, expected.ref_counts),
    errorOfList(current, expected.cur_counts),
    relativeError(populationStability(reference, current), expected.psi),
    distanceError(jensenShannonDistance(reference, current), expected.js_distance_base2),
    distanceError(hellingerDistance(reference, current), expected.hellinger),
    relativeError(largestShareDifference(reference, current), expected.linf),
    relativeError(stabilityNoiseMean(samples), expected.noise_mean),
    relativeError(stabilityNoiseFloor(samples, 0.95), expected.noise_p95),
    relativeError(stabilityNoiseFloor(samples, 0.999), expected.noise_p999),
  );
}

function errorOfValues({ ref, cur, expected }: NumericCase): number {
  const [n, m] = [presentIn(ref).length, presentIn(cur).length];
  const test = kolmogorovSmirnov(ref, cur);
  const distance = test?.distance ?? Number.NaN;
  const ranks = mannWhitney(presentIn(cur), presentIn(ref));
  const limit = kolmogorovSf(Math.sqrt((n * m) / (n + m)) * distance);
  return Math.max(
    relativeError(test?.distance, expected.ks_stat),
    // the product of many rows has no exact chance in a time that a test has
    n * m > 25e6 ? 0 : absoluteError(kolmogorovSmirnovExactP(distance, n, m), expected.ks_p_exact),
    n * m > 250_000 ? 0 : absoluteError(test?.pValue, expected.ks_p_exact),
    absoluteError(limit, expected.ks_p_kolmogorov_limit),
    relativeError(wassersteinDistance(ref, cur), expected.wasserstein1),
    relativeError(standardizedWasserstein(ref, cur), expected.wasserstein_normed_by_ref_sd),
    relativeError(ranks?.u, expected.mannwhitney_U),
    relativeError(ranks?.pTwoSided, expected.mannwhitney_p),
  );
}

function errorOfLevels({ ref, cur, expected }: CategoricalCase): number {
  const { reference, current } = pairLevels(ref, cur);
  const association = categoricalAssociation(reference, current);
  return Math.max(
    relativeError(populationStability(reference, current), expected.psi),
    distanceError(jensenShannonDistance(reference, current), expected.js_distance_base2),
    relativeError(largestShareDifference(reference, current), expected.linf),
    relativeError(association?.chiSquare, expected.chi2),
    relativeError(association?.pValue, expected.chi2_p),
    relativeError(association?.degrees, expected.df),
    relativeError(association?.cramersV, expected.cramers_v),
  );
}

function errorOfList(actual: readonly number[], expected: readonly ExpectedNumber[] | undefined): number {
  if (expected === undefined) return 0;
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...expected.map((one, index) => relativeError(actual[index], one)));
}

/** The root of a difference of 1e-16 is 1e-8: two distances below 1e-7 are both 0, as far as rounding can tell. */
function distanceError(actual: number | null, expected: ExpectedNumber): number {
  const both = Math.max(actual ?? Number.NaN, expected ?? Number.NaN);
  return both < 1e-7 ? 0 : relativeError(actual, expected);
}

function presentIn(sample: readonly (number | null)[]): number[] {
  return sample.filter((value): value is number => value !== null && !Number.isNaN(value));
}
