import { z } from 'zod';

/** A newer decision about this release stands in the ledger, so the execution ends without another move. */
export const standDownSchema = z.strictObject({
  decision: z.literal('stand-down'),
  /** `RolledBack` when its release was rolled back, `StoodDown` when it never had one or lost it otherwise. */
  code: z.enum(['RolledBack', 'StoodDown']),
  reason: z.string().min(1).max(1000),
});

export type StandDown = z.infer<typeof standDownSchema>;
