import { z } from 'zod';
import { functionVersionSchema } from '../ledger/release.ts';
import { executionSchema } from './execution.ts';

export const smokeTestInputSchema = z.strictObject({
  execution: executionSchema,
  functionVersion: functionVersionSchema,
});

/** What a function version says about the model it has loaded. */
export const smokeTestReplySchema = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    version: z.string(),
    auc: z.number().nullable(),
    n_train: z.int().nonnegative(),
    /** Seconds. */
    load_time: z.number().nonnegative(),
  }),
  z.strictObject({ ok: z.literal(false), error: z.string() }),
]);

export type SmokeTestReply = z.infer<typeof smokeTestReplySchema>;

/** Log event of a model that could not be loaded. */
export const RELOAD_FAILED = 'model_reload_failed';
