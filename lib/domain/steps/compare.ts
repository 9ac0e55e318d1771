import { z } from 'zod';
import { verdictSchema } from '../ledger/ledger-event.ts';
import { storedObjectSchema } from '../ports/artifact-store.ts';
import { comparedSchema, executionSchema, triggerSchema } from './execution.ts';
import { trainOutputSchema } from './train.ts';

export const compareInputSchema = z.strictObject({
  execution: executionSchema,
  trigger: triggerSchema,
  snapshot: storedObjectSchema,
  trained: trainOutputSchema,
});

export const compareOutputSchema = z.strictObject({
  verdict: verdictSchema,
  reason: z.string(),
  /** The champion that both were measured against, on the same rows. */
  compared: comparedSchema,
  /** Every rule with its value, threshold, n and interval. */
  comparison: storedObjectSchema,
});

export type CompareOutput = z.infer<typeof compareOutputSchema>;
