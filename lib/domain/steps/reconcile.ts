import { z } from 'zod';

/** How long alias, ledger and notifications may disagree at the most, whatever crashed. */
export const RECONCILE_MINUTES = 5;

/** Event of the reconciler: its schedule, or a Retrain execution that begins or that did not succeed. */
export const reconcileEventSchema = z.discriminatedUnion('cause', [
  z.strictObject({ cause: z.literal('schedule'), time: z.string() }),
  /** What the next release would stumble over is mended; the rest is left to the schedule. */
  z.strictObject({ cause: z.literal('execution-started'), executionArn: z.string().min(1) }),
  z.strictObject({
    cause: z.literal('execution-ended'),
    executionArn: z.string().min(1),
    status: z.enum(['FAILED', 'ABORTED', 'TIMED_OUT']),
  }),
]);

export type ReconcileEvent = z.infer<typeof reconcileEventSchema>;

export const reconcileAnswerSchema = z.strictObject({
  /** The alias was not where the ledger says and has been put back. */
  moved: z.boolean(),
  /** What else was done, one sentence each. */
  actions: z.array(z.string()),
});

export type ReconcileAnswer = z.infer<typeof reconcileAnswerSchema>;
