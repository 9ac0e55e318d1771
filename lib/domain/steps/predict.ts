import { z } from 'zod';
import { httpRequestSchema } from './http-message.ts';

/** Most rows of one prediction request. */
export const MOST_ROWS = 1000;

const featureValueSchema = z.union([z.number(), z.string().max(1000), z.boolean(), z.null()]);

/** Body of `POST /predict`. */
export const predictRequestSchema = z.strictObject({
  rows: z
    .array(z.record(z.string().max(200), featureValueSchema))
    .min(1)
    .max(MOST_ROWS),
  /** Who is asking, for experiments; only its keyed hash is kept. */
  userId: z.string().min(1).max(256).optional(),
});

export type PredictRequest = z.infer<typeof predictRequestSchema>;

/** Direct invocation by qualifier: loads the model and scores its golden rows. */
const smokeTestRequestSchema = z.strictObject({ ratchet: z.literal('smoke-test') });

/** What `predict` is invoked with. */
export const predictEventSchema = z.union([smokeTestRequestSchema, httpRequestSchema]);

/** Answer to `POST /predict`. A row's id is `<predictionId>-<index>`. */
export interface PredictAnswer {
  readonly predictionId: string;
  readonly modelVersion: string;
  /** One per row: the positive class's probability, or one probability per class. */
  readonly scores: readonly (number | readonly number[])[];
}
