import { z } from 'zod';
import { sha256Schema } from '../content-hash.ts';
import { scoreSchema } from './feature-value.ts';

/** Numbers of one model on one set of rows; null is undefined there, such as the AUC of a single class. */
export const measurementsSchema = z.strictObject({
  rows: z.int().nonnegative(),
  auc: z.number().nullable(),
  accuracy: z.number().nullable(),
  // what was measured before there were these two stays as it is, and keeps its hash
  precision: z.number().nullable().optional(),
  recall: z.number().nullable().optional(),
  f1: z.number().nullable(),
  'macro-f1': z.number().nullable(),
  'log-loss': z.number().nullable(),
  brier: z.number().nullable(),
});

const rows = z.int().nonnegative();

/** What a model does on the holdout beyond its measurements; older evaluations do not say. */
const evaluationDetailsSchema = z.strictObject({
  /** Rows by what happened, one line per label, and by what was predicted. */
  confusion: z.strictObject({ labels: z.array(z.string()), counts: z.array(z.array(rows)) }),
  /** Mean probability and share that came true by tenths of the probability, and their mean distance. */
  calibration: z.strictObject({
    bins: z.array(z.strictObject({ rows, predicted: z.number(), happened: z.number() })),
    error: z.number().nullable(),
  }),
  /** By the values of the feature that the gate slices by, the most frequent first. */
  slices: z.array(z.strictObject({ level: z.string(), measurements: measurementsSchema })),
  /** By how much the log-loss on validation rows rises where a feature is shuffled. */
  permutationImportance: z.record(z.string(), z.number()),
});

export type EvaluationDetails = z.infer<typeof evaluationDetailsSchema>;

export type Measurements = z.infer<typeof measurementsSchema>;

/** How a trained model does on the rows of its snapshot. */
export const evaluationSchema = z.strictObject({
  schema: z.literal('ratchet.evaluation/1'),
  modelSha256: sha256Schema,
  snapshotSha256: sha256Schema,
  train: measurementsSchema,
  validation: measurementsSchema,
  holdout: measurementsSchema,
  details: evaluationDetailsSchema.optional(),
  /** Per-row scores of the holdout, for paired comparison. */
  holdoutRows: z.array(z.strictObject({ id: z.string(), label: z.string(), score: scoreSchema })),
});

export type Evaluation = z.infer<typeof evaluationSchema>;
