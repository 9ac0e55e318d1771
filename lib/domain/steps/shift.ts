import { z } from 'zod';
import { functionVersionSchema } from '../ledger/release.ts';
import { executionSchema } from './execution.ts';

/** Gives the challenger its next share of the traffic. */
export const shiftInputSchema = z.strictObject({ execution: executionSchema, functionVersion: functionVersionSchema });

export const shiftOutputSchema = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: z.literal('shifted'),
    weight: z.number().gt(0).lt(1),
    /** How long to wait before the first look. */
    pollSeconds: z.int().positive(),
  }),
  z.strictObject({ decision: z.literal('stand-down'), reason: z.string() }),
]);

export type ShiftOutput = z.infer<typeof shiftOutputSchema>;
