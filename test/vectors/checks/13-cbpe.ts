import { z } from 'zod';
import { expectedPerformance } from '../../../lib/statistics/drift/cbpe.ts';
import { expectedNumber, relativeError } from '../expected-number.ts';
import type { VectorCase, Vectors } from '../vector-case.ts';

const TOLERANCE = 1e-12;

const schema = z.object({
  score: z.array(z.number()).default([]),
  calibrated: z.array(z.number()).default([]),
  pred: z.array(z.number()).default([]),
  expected: z
    .object({
      tp: expectedNumber,
      fp: expectedNumber,
      fn: expectedNumber,
      tn: expectedNumber,
      accuracy: expectedNumber,
      precision: expectedNumber,
      recall: expectedNumber,
      f1: expectedNumber,
      auc_weighted_duplicates: expectedNumber,
      accuracy_sampling_sd: expectedNumber,
    })
    .optional(),
});

/** The performance that calibrated probabilities promise, one case for each number. */
export function checkCbpe(vectors: Vectors): VectorCase[] {
  const { score, calibrated, pred, expected } = schema.parse(vectors);
  if (expected === undefined) return [];
  const actual = expectedPerformance(
    calibrated.map((probability, row) => ({
      probability,
      predictedPositive: pred[row] === 1,
      score: score[row] ?? Number.NaN,
    })),
  );
  const errors = {
    'true positives': relativeError(actual.truePositives, expected.tp),
    'false positives': relativeError(actual.falsePositives, expected.fp),
    'false negatives': relativeError(actual.falseNegatives, expected.fn),
    'true negatives': relativeError(actual.trueNegatives, expected.tn),
    accuracy: relativeError(actual.accuracy, expected.accuracy),
    precision: relativeError(actual.precision, expected.precision),
    recall: relativeError(actual.recall, expected.recall),
    F1: relativeError(actual.f1, expected.f1),
    AUC: relativeError(actual.auc, expected.auc_weighted_duplicates),
    'deviation of the accuracy': relativeError(actual.accuracyDeviation, expected.accuracy_sampling_sd),
  };
  return Object.entries(errors).map(([name, worstError]) => ({ name, worstError, tolerance: TOLERANCE }));
}
