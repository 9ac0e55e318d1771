import { z } from 'zod';
import { windowSchema } from '../artifacts/snapshot.ts';
import { evidenceSchema } from '../ledger/ledger-event.ts';
import { storedObjectSchema } from '../ports/artifact-store.ts';
import { trainingPlaceSchema } from '../training-engine/training-place.ts';
import { executionSchema } from './execution.ts';
import { retrainRequestSchema } from './retrain-request.ts';
import { trainerRequestSchema } from './trainer-request.ts';

export const exportInputSchema = z.strictObject({
  execution: executionSchema,
  request: retrainRequestSchema,
  window: windowSchema,
  /** An execution that began before trainings had a place does not say. */
  trainers: z.array(trainerRequestSchema).optional(),
});

export const exportOutputSchema = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: z.literal('train'),
    /** Manifest of the frozen outcomes. */
    snapshot: storedObjectSchema,
    rows: z.int().nonnegative(),
    /** Rows that the snapshot before did not have. */
    newRows: z.int().nonnegative(),
    /** Where each of the trainers trains, in their order. */
    places: z.array(trainingPlaceSchema),
  }),
  /** The data gate says no, such as `TooFewSamples`. */
  z.strictObject({
    decision: z.literal('skip'),
    code: z.string().min(1).max(80),
    reason: z.string(),
    /** The numbers of all that the gate found. */
    evidence: z.array(evidenceSchema).max(50),
  }),
]);

export type ExportOutput = z.infer<typeof exportOutputSchema>;
