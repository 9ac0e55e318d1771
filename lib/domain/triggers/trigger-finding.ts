import { z } from 'zod';
import { type TriggerName, triggerNames } from '../definition/trigger-settings.ts';
import { evidenceSchema } from '../ledger/ledger-event.ts';

/** What one trigger has to say, each for itself (S2-06). */
export const triggerFindingSchema = z.strictObject({
  fire: z.boolean(),
  type: z.enum(triggerNames),
  /** `WAITING`: it holds, but not for long enough; `NO_EVIDENCE` is neither a yes nor a no. */
  code: z.enum(['FIRED', 'WAITING', 'QUIET', 'NO_EVIDENCE']),
  /** One sentence with the numbers. */
  reason: z.string().min(1),
  evidence: z.array(evidenceSchema).max(50),
});

export type TriggerFinding = z.infer<typeof triggerFindingSchema>;

/** That nothing can be said, and why. */
export function withoutEvidence(type: TriggerName, why: string): TriggerFinding {
  return { fire: false, type, code: 'NO_EVIDENCE', reason: `no evidence: ${why}`, evidence: [] };
}

/** A finding without what its maker keeps beside it. */
export function findingOf({ fire, type, code, reason, evidence }: TriggerFinding): TriggerFinding {
  return { fire, type, code, reason, evidence };
}
