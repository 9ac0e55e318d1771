import { z } from 'zod';
import { macroAuc, rocAuc } from '../../../lib/statistics/metrics/auc.ts';
import { accuracy, f1Score, macroF1, precision, recall } from '../../../lib/statistics/metrics/class-agreement.ts';
import { brierScore, logLoss, multiclassBrierScore } from '../../../lib/statistics/metrics/probability-loss.ts';
import { absoluteError, expectedNumber } from '../expected-number.ts';
import type { VectorCase, Vectors } from '../vector-case.ts';

const TOLERANCE = 1e-12;

const labels = z.array(z.number());
const schema = z.object({
  binary: z
    .array(
      z.object({
        name: z.string(),
        y: labels,
        score: z.array(z.number()),
        weight: z.array(z.number()).nullish(),
        threshold: z.number().default(0.5),
        expected: z.object({
          auc: expectedNumber,
          log_loss: expectedNumber,
          brier: expectedNumber,
          accuracy: expectedNumber,
          precision: expectedNumber,
          recall: expectedNumber,
          f1: expectedNumber,
          macro_f1: expectedNumber,
        }),
      }),
    )
    .default([]),
  multiclass: z
    .array(
      z.object({
        name: z.string(),
        y: labels,
        proba: z.array(z.array(z.number())).optional(),
        pred: labels.optional(),
        expected: z.object({
          accuracy: expectedNumber,
          macro_f1: expectedNumber,
          macro_f1_zero_division_0: expectedNumber,
          log_loss: expectedNumber,
          auc_ovr_macro: expectedNumber,
          brier_multi_sum: expectedNumber,
        }),
      }),
    )
    .default([]),
});

type Expectations = z.infer<typeof schema>;

/** The metrics that Ratchet has; of weighted rows that is the AUC. */
export function checkOfflineMetrics(vectors: Vectors): VectorCase[] {
  const { binary, multiclass } = schema.parse(vectors);
  return [
    ...binary.map((one) => ({ name: one.name, worstError: errorOfBinary(one), tolerance: TOLERANCE })),
    ...multiclass.map((one) => ({ name: one.name, worstError: errorOfMulticlass(one), tolerance: TOLERANCE })),
  ];
}

function errorOfBinary({ y, score, weight, threshold, expected }: Expectations['binary'][number]): number {
  const positives = y.map((label) => label === 1);
  const area = absoluteError(rocAuc(positives, score, weight ?? undefined), expected.auc);
  if (weight) return area;
  const predicted = score.map((value) => Number(value >= threshold));
  return Math.max(
    area,
    absoluteError(logLoss(score.map((value, row) => (positives[row] ? value : 1 - value))), expected.log_loss),
    absoluteError(brierScore(positives, score), expected.brier),
    absoluteError(accuracy(y, predicted), expected.accuracy),
    absoluteError(precision(y, predicted, 1), expected.precision),
    absoluteError(recall(y, predicted, 1), expected.recall),
    absoluteError(f1Score(y, predicted, 1), expected.f1),
    absoluteError(macroF1(y, predicted), expected.macro_f1),
  );
}

function errorOfMulticlass({ y, proba, pred, expected }: Expectations['multiclass'][number]): number {
  const predicted = pred ?? (proba ?? []).map((row) => row.indexOf(Math.max(...row)));
  const ofClasses = Math.max(
    absoluteError(accuracy(y, predicted), expected.accuracy),
    absoluteError(macroF1(y, predicted), expected.macro_f1),
    absoluteError(macroF1(y, predicted), expected.macro_f1_zero_division_0),
  );
  if (proba === undefined) return ofClasses;
  return Math.max(
    ofClasses,
    absoluteError(logLoss(proba.map((row, index) => row[y[index] ?? -1] ?? Number.NaN)), expected.log_loss),
    absoluteError(macroAuc(y, proba), expected.auc_ovr_macro),
    absoluteError(multiclassBrierScore(y, proba), expected.brier_multi_sum),
  );
}
