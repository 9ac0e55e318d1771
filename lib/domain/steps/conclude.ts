import { z } from 'zod';
import { evidenceSchema } from '../ledger/ledger-event.ts';
import { executionSchema } from './execution.ts';

/**
 * Records how an execution ended that moved no traffic, and frees the lease if it held it; or what it was started for, to
 * pause or resume the schedules.
 */
export const concludeInputSchema = z.strictObject({
  execution: executionSchema,
  /** As it came in: an execution may fail because of it. */
  request: z.unknown(),
  outcome: z.enum(['skipped', 'failed', 'stood-down', 'paused', 'resumed']),
  /** Error name or skip code; of no meaning where schedules are switched. */
  code: z.string().min(1),
  /** A sentence, or the JSON text of a Lambda error. */
  reason: z.string(),
  /** Numbers that a skip rests on. */
  evidence: z.array(evidenceSchema).max(50).optional(),
});

export const concludeOutputSchema = z.strictObject({
  /** The entry that says so; null where schedules that were never paused are not to be paused. */
  sequence: z.int().positive().nullable(),
  code: z.string(),
  reason: z.string(),
});

export type ConcludeOutput = z.infer<typeof concludeOutputSchema>;
