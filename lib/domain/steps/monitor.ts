import { z } from 'zod';
import { modelVersionSchema } from '../ledger/model-version.ts';
import { triggerFindingSchema } from '../triggers/trigger-finding.ts';

/**
 * When the monitor runs (UTC): once a day, because the windows of drift are days. An hour after midnight the last one has
 * been archived.
 */
export const MONITOR_CRON = '15 1 * * ? *';

export const monitorEventSchema = z.strictObject({ cause: z.literal('schedule'), time: z.string() });

export const monitorAnswerSchema = z.strictObject({
  /** The champion that was looked at; null where there is none. */
  modelVersion: modelVersionSchema.nullable(),
  /** What each trigger of the definition has to say that the monitor is asked about. */
  findings: z.array(triggerFindingSchema),
});

export type MonitorAnswer = z.infer<typeof monitorAnswerSchema>;
