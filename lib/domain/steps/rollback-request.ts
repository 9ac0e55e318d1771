import { z } from 'zod';
import { modelVersionSchema } from '../ledger/model-version.ts';
import { alarmSchema } from './execution.ts';

/** What stands in the ledger when somebody rolls back from the console without saying why. */
export const NO_REASON = 'no reason given (console)';

/** Input of the Rollback machine. Every field may be left out: `{}` gives all traffic to the previous champion. */
export const rollbackRequestSchema = z
  .strictObject({
    /** The console proposes it for an input; it means nothing. */
    Comment: z.string().optional(),
    cause: z.enum(['manual', 'alarm']).default('manual'),
    alarm: alarmSchema.nullable().default(null),
    actor: z.string().min(1).max(256).nullable().default(null),
    reason: z.string().min(1).max(500).default(NO_REASON),
    /** A certain earlier model version instead of the previous champion. */
    modelVersion: modelVersionSchema.nullable().default(null),
    /** Whatever was champion at that time. */
    at: z.iso.datetime({ offset: true }).nullable().default(null),
  })
  .superRefine(({ cause, alarm, modelVersion, at }, context) => {
    if ((cause === 'alarm') !== (alarm !== null)) {
      context.addIssue({
        code: 'custom',
        path: ['alarm'],
        message: "should be given with cause 'alarm', and only then",
      });
    }
    if (modelVersion !== null && at !== null) {
      context.addIssue({ code: 'custom', path: ['at'], message: 'should not be given together with a model version' });
    }
  });

export type RollbackRequest = z.infer<typeof rollbackRequestSchema>;
