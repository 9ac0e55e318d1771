import { z } from 'zod';
import { timestampSchema } from '../time.ts';
import { backgroundSchema, judgedLimitsSchema } from './canary-question.ts';
import { minutesInOrder, releaseCountsSchema } from './release-counts.ts';

const count = z.int().nonnegative();

const championMinuteSchema = z.strictObject({
  /** Start of the minute. */
  minute: timestampSchema,
  champion: releaseCountsSchema,
});

/** All that a verdict on a champion rests on that has not had the traffic for long. */
export const probationQuestionSchema = z.strictObject({
  limits: judgedLimitsSchema,
  /** Such as `in probation`. */
  period: z.string().min(1).max(40),
  since: timestampSchema,
  /** Of the whole period, which may not be over. */
  seconds: z.number().nonnegative(),
  /** How errors behaved on the day before. */
  background: backgroundSchema,
  /** Labelled answers of the predecessor, another model, on the day before the promotion; null where there is none. */
  predecessor: z.strictObject({ bad: count, total: count }).nullable().default(null),
  /** Settled minutes of the champion, oldest first; one without traffic may be left out. */
  minutes: minutesInOrder(championMinuteSchema),
});

export type ProbationQuestion = Readonly<z.infer<typeof probationQuestionSchema>>;
