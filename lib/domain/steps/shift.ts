import { z } from 'zod';
import { functionVersionSchema } from '../ledger/release.ts';
import { executionSchema } from './execution.ts';
import { standDownSchema } from './stand-down.ts';

/** Gives the challenger its next share of the traffic. */
export const shiftInputSchema = z.strictObject({
  execution: executionSchema,
  functionVersion: functionVersionSchema,
  /** The share that was judged; a repeated call finds that it was raised already, and raises it no further. */
  fromWeight: z.number().gte(0).lt(1),
});

export const shiftOutputSchema = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: z.literal('shifted'),
    weight: z.number().gt(0).lt(1),
    /** How long to wait before the first look. */
    pollSeconds: z.int().positive(),
  }),
  standDownSchema,
]);

export type ShiftOutput = z.infer<typeof shiftOutputSchema>;
