import { z } from 'zod';
import { functionVersionSchema } from '../ledger/release.ts';
import { executionSchema } from './execution.ts';

/** Proves, before any traffic moves, that the champion could take it all back. */
export const drillInputSchema = z.strictObject({ execution: executionSchema });

export const drillOutputSchema = z.strictObject({
  functionVersion: functionVersionSchema,
  servable: z.boolean(),
  reason: z.string(),
});

export type DrillOutput = z.infer<typeof drillOutputSchema>;
