import { z } from 'zod';
import { storedObjectSchema } from '../ports/artifact-store.ts';
import { executionSchema } from './execution.ts';
import { trainerRequestSchema } from './trainer-request.ts';

export const trainInputSchema = z.strictObject({
  execution: executionSchema,
  snapshot: storedObjectSchema,
  trainer: trainerRequestSchema,
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

export type TrainOutput = z.infer<typeof trainOutputSchema>;
