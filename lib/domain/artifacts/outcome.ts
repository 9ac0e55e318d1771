import { z } from 'zod';
import { modelVersionSchema } from '../ledger/model-version.ts';
import { functionVersionSchema } from '../ledger/release.ts';
import { timestampSchema } from '../time.ts';
import { featureRowSchema, scoreSchema } from './feature-value.ts';

/** What really happened, as it is stored and archived. Written once, never changed. */
export const storedOutcomeSchema = z.strictObject({
  schema: z.literal('ratchet.outcome/1'),
  /** Idempotency key. */
  id: z.string().min(1).max(256),
  /** When it happened. */
  time: timestampSchema,
  label: z.string().min(1).max(200),
  features: featureRowSchema,
  /** The prediction that it is the outcome of; null is `unlinked` and never counts in a verdict. */
  prediction: z
    .strictObject({
      id: z.string().min(1).max(80),
      modelVersion: modelVersionSchema,
      functionVersion: functionVersionSchema,
      /** When it was made; older outcomes do not say. */
      at: timestampSchema.optional(),
      score: scoreSchema,
    })
    .nullable(),
  /** When it arrived. */
  receivedAt: timestampSchema,
});

export type StoredOutcome = z.infer<typeof storedOutcomeSchema>;
