import { z } from 'zod';

/** Most outcomes of one request. */
export const MOST_OUTCOMES = 1000;

const valueSchema = z.union([z.number(), z.string().max(10_000), z.boolean(), z.null()]);

/** Body of `POST /outcomes`. What an outcome's columns must be, the model definition says. */
export const feedbackRequestSchema = z.strictObject({
  outcomes: z
    .array(
      z.strictObject({
        /** Idempotency key: a second outcome of one id is a duplicate, not a new row. */
        id: z.string().min(1).max(256),
        time: z.iso.datetime({ offset: true }),
        label: z.union([z.string().min(1).max(200), z.number(), z.boolean()]),
        /** Id of the prediction that it is the outcome of; without one it is `unlinked` and never counts in a verdict. */
        predictionId: z.string().min(1).max(80).optional(),
        features: z.record(z.string().max(200), valueSchema).optional(),
      }),
    )
    .min(1)
    .max(MOST_OUTCOMES),
});

export type FeedbackRequest = z.infer<typeof feedbackRequestSchema>;

/** Answer to `POST /outcomes`: nothing is lost, so what was refused is named. */
export interface FeedbackAnswer {
  readonly stored: number;
  readonly duplicates: number;
  readonly refused: readonly { readonly id: string; readonly reason: string }[];
}
