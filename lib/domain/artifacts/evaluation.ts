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

export type Measurements = z.infer<typeof measurementsSchema>;

/** How a trained model does on the rows of its snapshot. */
export const evaluationSchema = z.strictObject({
  schema: z.literal('ratchet.evaluation/1'),
  modelSha256: sha256Schema,
  snapshotSha256: sha256Schema,
  train: measurementsSchema,
  validation: measurementsSchema,
  holdout: measurementsSchema,
  /** Per-row scores of the holdout, for paired comparison. */
  holdoutRows: z.array(z.strictObject({ id: z.string(), label: z.string(), score: scoreSchema })),
});

export type Evaluation = z.infer<typeof evaluationSchema>;
