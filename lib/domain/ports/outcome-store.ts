import { z } from 'zod';
import { featureRowSchema, scoreSchema } from '../artifacts/feature-value.ts';
import type { StoredOutcome } from '../artifacts/outcome.ts';
import { modelVersionSchema } from '../ledger/model-version.ts';
import { functionVersionSchema } from '../ledger/release.ts';
import { timestampSchema } from '../time.ts';
import type { RecordBroken } from './adapter-errors.ts';

/** One request to `predict` and what it answered. Expires after the definition's retention. */
export const predictionRecordSchema = z.strictObject({
  schema: z.literal('ratchet.prediction/1'),
  predictionId: z.string().min(1).max(80),
  modelVersion: modelVersionSchema,
  functionVersion: functionVersionSchema,
  at: timestampSchema,
  /** In the order of the request. */
  rows: z.array(z.strictObject({ features: featureRowSchema, score: scoreSchema })),
});

export type PredictionRecord = z.infer<typeof predictionRecordSchema>;

export interface PredictionStore {
  /** Keeps a record for so many days. */
  put(record: PredictionRecord, keepDays: number): Promise<void>;
  /** Null when there is none, or not any more. */
  read(predictionId: string): Promise<PredictionRecord | null>;
  /**
   * All records, one after the other until nobody asks for more; what they are about does not decide their order, so that
   * the first ones are a sample. `broken` is told of each one that is none, and the next one comes.
   */
  records(broken: (error: RecordBroken) => void): AsyncIterable<PredictionRecord>;
}

export interface OutcomeStore {
  /** False when an outcome of that id is stored already, whatever it says. */
  put(outcome: StoredOutcome, keepDays: number): Promise<boolean>;
}
