import { z } from 'zod';
import { evidenceSchema } from '../ledger/ledger-event.ts';
import { functionVersionSchema } from '../ledger/release.ts';
import { executionSchema } from './execution.ts';
import { standDownSchema } from './stand-down.ts';

/** Looks at the canary after every wait. */
export const judgeInputSchema = z.strictObject({ execution: executionSchema, functionVersion: functionVersionSchema });

export const judgeOutputSchema = z.discriminatedUnion('decision', [
  z.strictObject({
    /** `promote` only on the last step. */
    decision: z.enum(['continue', 'hold', 'step-up', 'promote', 'roll-back']),
    reason: z.string().min(1).max(1000),
    /** Why it is rolled back, where the counts are not the reason: newer code, an alarm, or too few of them. */
    cause: z.enum(['superseded', 'alarm', 'no-evidence']).optional(),
    /** At most fifty numbers, so that promotion and rollback can record them without another read. */
    evidence: z.array(evidenceSchema).max(50),
    /** The share that was judged. */
    weight: z.number().gt(0).lt(1),
    pollSeconds: z.int().positive(),
  }),
  standDownSchema,
]);

export type JudgeOutput = z.infer<typeof judgeOutputSchema>;
