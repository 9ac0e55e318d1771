import { z } from 'zod';
import { evidenceSchema } from '../ledger/ledger-event.ts';
import { functionVersionSchema } from '../ledger/release.ts';
import { executionSchema } from './execution.ts';
import { standDownSchema } from './stand-down.ts';

/** Makes the challenger champion. */
export const promoteInputSchema = z.strictObject({
  execution: executionSchema,
  functionVersion: functionVersionSchema,
  reason: z.string().min(1).max(1000),
  evidence: z.array(evidenceSchema).max(50),
});

export const promoteOutputSchema = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('promoted'), modelVersion: z.string(), probationEnd: z.string() }),
  /** Newer code was deployed than that of this code release. */
  z.strictObject({
    decision: z.literal('superseded'),
    cause: z.literal('superseded'),
    reason: z.string().min(1).max(1000),
    evidence: z.array(evidenceSchema).min(1).max(50),
  }),
  standDownSchema,
]);

export type PromoteOutput = z.infer<typeof promoteOutputSchema>;
