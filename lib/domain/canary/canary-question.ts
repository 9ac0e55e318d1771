import { z } from 'zod';
import { canaryMinuteSchema, minutesInOrder } from './release-counts.ts';

const share = z.number().min(0).max(1);
const seconds = z.number().nonnegative();
export const backgroundSchema = z.strictObject({ share, variation: z.number().nonnegative() });

/** Of wrong predictions; older records do not say. */
const independent = { share: 0, variation: 0 };

export const judgedLimitsSchema = z.strictObject({
  minimumSuccessRate: share,
  maximumErrorRate: share,
  maximumResponseMilliseconds: z.number().positive(),
  /** How far accuracy on labelled answers may be below the champion's; null is as far as it likes. */
  maximumAccuracyDrop: share.nullable().default(null),
});

/** All that a verdict on a canary rests on. */
export const canaryQuestionSchema = z.strictObject({
  limits: judgedLimitsSchema,
  progress: z.strictObject({
    /** Share of the traffic that is judged. */
    weight: z.number().gt(0).lt(1),
    /** Since the weight moved last. */
    elapsedSeconds: seconds,
    bakeSeconds: seconds,
    /** Longest time that the step is held beyond its bake for want of evidence. */
    maximumHoldSeconds: seconds,
    isLastStep: z.boolean(),
  }),
  /** How the metrics behaved on the day before. */
  background: z.strictObject({
    errors: backgroundSchema,
    slow: backgroundSchema,
    wrong: backgroundSchema.default(independent),
  }),
  /** Settled minutes since the canary began, oldest first; one without traffic may be left out. */
  minutes: minutesInOrder(canaryMinuteSchema),
});

export type CanaryQuestion = Readonly<z.infer<typeof canaryQuestionSchema>>;
export type CanaryProgress = Readonly<CanaryQuestion['progress']>;
