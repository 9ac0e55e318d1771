import { z } from 'zod';
import { storedObjectSchema } from '../ports/artifact-store.ts';
import { exchangeSchema, laidOutSchema } from '../training-engine/training-exchange.ts';
import { executionSchema } from './execution.ts';
import { trainerRequestSchema } from './trainer-request.ts';

export const trainInputSchema = z.strictObject({
  execution: executionSchema,
  snapshot: storedObjectSchema,
  trainer: trainerRequestSchema,
  /** Only for a trainer of the user's own, whose container learns between two calls of the step. */
  exchange: exchangeSchema.optional(),
});

export const trainOutputSchema = z.strictObject({
  trainer: z.string(),
  model: storedObjectSchema,
  /** Training statistics and per-row scores of the holdout. */
  evaluation: storedObjectSchema,
  /** What later rows are compared with; a training that began with older code has none. */
  referenceProfile: storedObjectSchema.optional(),
  /** On validation rows, higher is better; the holdout plays no part in choosing between trainers. */
  validationScore: z.number(),
});

/** A model, or the rows that one is to be learnt from. */
export const trainAnswerSchema = z.union([trainOutputSchema, laidOutSchema]);

export type TrainOutput = z.infer<typeof trainOutputSchema>;
