import { z } from 'zod';
import { evidenceSchema, rollbackCauseSchema } from '../ledger/ledger-event.ts';
import { functionVersionSchema } from '../ledger/release.ts';
import { executionSchema } from './execution.ts';
import { rollbackRequestSchema } from './rollback-request.ts';

/** From Retrain, when its own canary has to end. */
const ownCanarySchema = z.strictObject({
  execution: executionSchema,
  cause: rollbackCauseSchema.extract(['canary-verdict', 'no-evidence', 'alarm', 'failure', 'superseded']),
  functionVersion: functionVersionSchema,
  reason: z.string().min(1).max(1000),
  evidence: z.array(evidenceSchema).max(50),
});

/** From the Rollback machine: an alarm, or a person. */
const requestedSchema = z.strictObject({ execution: executionSchema, request: rollbackRequestSchema });

export const rollBackInputSchema = z.union([ownCanarySchema, requestedSchema]);

export const rollBackOutputSchema = z.strictObject({
  /**
   * `released`: no traffic had moved, so only the lease was freed; `already`: the head had rolled back, the alias was
   * re-projected; `ignored`: the alarm was about something else.
   */
  decision: z.enum(['rolled-back', 'released', 'already', 'ignored']),
  reason: z.string(),
  success: z.boolean(),
  /** Model version that has all the traffic now. */
  restored_from: z.string().nullable(),
  timestamp: z.string(),
});

export type RollBackOutput = z.infer<typeof rollBackOutputSchema>;
