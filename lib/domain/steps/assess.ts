import { z } from 'zod';
import { windowSchema } from '../artifacts/snapshot.ts';
import { executionSchema, releaseOrderSchema, triggerSchema } from './execution.ts';
import { retrainRequestSchema } from './retrain-request.ts';
import { trainerRequestSchema } from './trainer-request.ts';

/** First task of every Retrain execution: checks the request and says whether there is anything to do. */
export const assessInputSchema = z.strictObject({ execution: executionSchema, request: retrainRequestSchema });

export const assessOutputSchema = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: z.literal('retrain'),
    trigger: triggerSchema,
    reason: z.string(),
    /** Outcomes of this time are exported. */
    window: windowSchema,
    /** One training per trainer, side by side. */
    trainers: z.array(trainerRequestSchema).min(1),
  }),
  z.strictObject({ decision: z.literal('release'), reason: z.string(), order: releaseOrderSchema }),
  /** The schedules are to be paused or resumed, and that is all. */
  z.strictObject({
    decision: z.literal('switch'),
    outcome: z.enum(['paused', 'resumed']),
    reason: z.string(),
  }),
  z.strictObject({ decision: z.literal('skip'), code: z.string().min(1).max(80), reason: z.string() }),
]);

export type AssessOutput = z.infer<typeof assessOutputSchema>;
