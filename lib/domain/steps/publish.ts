import { z } from 'zod';
import { functionVersionSchema } from '../ledger/release.ts';
import { executionSchema, releaseOrderSchema } from './execution.ts';
import { retrainRequestSchema } from './retrain-request.ts';

export const publishInputSchema = z.strictObject({
  execution: executionSchema,
  request: retrainRequestSchema,
  order: releaseOrderSchema,
});

export const publishOutputSchema = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: z.literal('published'),
    functionVersion: functionVersionSchema,
    plan: z.enum(['canary', 'immediate']),
  }),
  /** Another champion reigns since the comparison; only with mode `model`, as nothing else was compared. */
  z.strictObject({ decision: z.literal('compare-again'), reason: z.string() }),
  /** A code release waits for the lease. */
  z.strictObject({ decision: z.literal('wait'), seconds: z.int().positive(), reason: z.string() }),
  /** `Held: probation`, a lease that is taken, or `NoChange`. */
  z.strictObject({ decision: z.literal('skip'), code: z.string().min(1).max(80), reason: z.string() }),
]);

export type PublishOutput = z.infer<typeof publishOutputSchema>;
