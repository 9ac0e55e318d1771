import { z } from 'zod';
import { storedObjectSchema } from '../ports/artifact-store.ts';
import { compareOutputSchema } from './compare.ts';
import { executionSchema, releaseOrderSchema } from './execution.ts';
import { retrainRequestSchema } from './retrain-request.ts';
import { trainOutputSchema } from './train.ts';

export const registerInputSchema = z.strictObject({
  execution: executionSchema,
  request: retrainRequestSchema,
  snapshot: storedObjectSchema,
  trained: trainOutputSchema,
  comparison: compareOutputSchema,
});

/** A rejected candidate is registered too; what follows from the verdict is in `decision`. */
export const registerOutputSchema = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('release'), order: releaseOrderSchema, reason: z.string() }),
  z.strictObject({ decision: z.literal('stop'), modelVersion: z.string(), verdict: z.string(), reason: z.string() }),
]);

export type RegisterOutput = z.infer<typeof registerOutputSchema>;
