import { z } from 'zod';
import { canaryMinuteSchema, minutesInOrder } from './release-counts.ts';

const share = z.number().min(0).max(1);
const seconds = z.number().nonnegative();
export const backgroundSchema = z.strictObject({ share, variation: z.number().nonnegative() });

export const judgedLimitsSchema = z.strictObject({
  minimumSuccessRate: share,
  maximumErrorRate: share,
  maximumResponseMilliseconds: z.number().positive(),
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
  /** How both metrics behaved on the day before. */
  background: z.strictObject({ errors: backgroundSchema, slow: backgroundSchema }),
  /** Settled minutes since the canary began, oldest first; one without traffic may be left out. */
  minutes: minutesInOrder(canaryMinuteSchema),
});

export type CanaryQuestion = Readonly<z.infer<typeof canaryQuestionSchema>>;
export type CanaryProgress = Readonly<CanaryQuestion['progress']>;
