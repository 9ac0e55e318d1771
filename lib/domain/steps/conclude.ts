import { z } from 'zod';
import { executionSchema } from './execution.ts';

/** Records how an execution ended that moved no traffic, and frees the lease if it held it. */
export const concludeInputSchema = z.strictObject({
  execution: executionSchema,
  /** As it came in: an execution may fail because of it. */
  request: z.unknown(),
  outcome: z.enum(['skipped', 'failed', 'stood-down']),
  /** Error name or skip code. */
  code: z.string().min(1),
  /** A sentence, or the JSON text of a Lambda error. */
  reason: z.string(),
});

export const concludeOutputSchema = z.strictObject({
  sequence: z.int().positive(),
  code: z.string(),
  reason: z.string(),
});

export type ConcludeOutput = z.infer<typeof concludeOutputSchema>;
