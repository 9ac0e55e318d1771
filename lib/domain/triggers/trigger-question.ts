import { z } from 'zod';
import { actorSchema } from '../ledger/ledger-state.ts';
import { retrainRequestSchema } from '../steps/retrain-request.ts';
import { timestampSchema } from '../time.ts';
import { type PastEntry, reasonToSkip, retrainReason, type Skip, type TriggerSituation } from './retrain-trigger.ts';

/** Whether a request to train comes at the right time, with the earlier decisions that matter to it. */
export const triggerQuestionSchema = z.strictObject({
  request: retrainRequestSchema,
  execution: z.string().min(1).max(512),
  triggers: z.strictObject({
    require: z.enum(['any', 'event']),
    volume: z.strictObject({ rows: z.number() }).nullable(),
    cooldownSeconds: z.number(),
    monthlyBudget: z.number(),
  }),
  paused: z.boolean(),
  entries: z.array(
    z.strictObject({
      sequence: z.int().positive(),
      event: z.strictObject({
        type: z.enum(['registered', 'skipped']),
        at: timestampSchema,
        actor: actorSchema,
        execution: z.string().nullable(),
      }),
    }),
  ),
  now: timestampSchema,
});

export type TriggerQuestion = z.infer<typeof triggerQuestionSchema>;

export type TriggerVerdict = Skip | { readonly decision: 'retrain'; readonly reason: string };

/** The same situation with nothing in it that no rule looks at. */
export function triggerQuestion({ triggers, entries, ...situation }: TriggerSituation): TriggerQuestion {
  const { require, volume, cooldownSeconds, monthlyBudget } = triggers;
  return {
    ...situation,
    triggers: { require, volume, cooldownSeconds, monthlyBudget },
    entries: entries.flatMap(pastDecision),
  };
}

function pastDecision({ sequence, event }: PastEntry): TriggerQuestion['entries'] {
  const { type, at, actor, execution } = event;
  return type === 'registered' || type === 'skipped' ? [{ sequence, event: { type, at, actor, execution } }] : [];
}

export function decideTrigger(question: TriggerQuestion): TriggerVerdict {
  return reasonToSkip(question) ?? { decision: 'retrain', reason: retrainReason(question.request) };
}
