import { z } from 'zod';
import type { Parts } from './definition-parts.ts';
import { wholeNumber } from './definition-values.ts';
import { days, daysSchema } from './duration.ts';

export interface Retention {
  /** Published function versions that stay servable; what the ledger's head names always stays (S4-28). */
  readonly functionVersions: number;
  readonly outcomeDays: number;
  readonly predictionDays: number;
  readonly logDays: number;
}

export interface Memory {
  readonly trainMegabytes: number;
  readonly predictMegabytes: number;
}

/** How often a failing step of an execution is tried again (S3-22); throttling is retried apart. */
export interface RetryPolicy {
  readonly maximumAttempts: number;
  readonly intervalSeconds: number;
}

// the periods CloudWatch Logs knows
const logPeriods = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const logPeriodExpected = `should be a period CloudWatch Logs knows, such as "30d": ${logPeriods.join(', ')} days`;

export const retentionSchema = z.strictObject(
  {
    functionVersions: wholeNumber(3, 200, 20).optional().describe('published function versions that stay servable'),
    outcomes: daysSchema('7d', '3650d', '180d').optional(),
    predictions: daysSchema('1d', '3650d', '90d').optional(),
    logs: z
      .string(logPeriodExpected)
      .refine((text) => logPeriods.some((period) => text === `${period}d`), logPeriodExpected)
      .optional(),
  },
  'should be an object such as {"functionVersions": 20, "outcomes": "180d"}',
);

const megabytes = (example: number) => wholeNumber(128, 10_240, example).optional().describe('megabytes');

export const memorySchema = z.strictObject(
  { train: megabytes(3_008), predict: megabytes(512) },
  'should be an object such as {"train": 3008, "predict": 512}',
);

export function resolveRetention(given: Parts<z.infer<typeof retentionSchema>> = {}, preset: Retention): Retention {
  return {
    functionVersions: given.functionVersions ?? preset.functionVersions,
    outcomeDays: given.outcomes === undefined ? preset.outcomeDays : days(given.outcomes),
    predictionDays: given.predictions === undefined ? preset.predictionDays : days(given.predictions),
    logDays: given.logs === undefined ? preset.logDays : days(given.logs),
  };
}

export function resolveMemory(given: Parts<z.infer<typeof memorySchema>> = {}, preset: Memory): Memory {
  return {
    trainMegabytes: given.train ?? preset.trainMegabytes,
    predictMegabytes: given.predict ?? preset.predictMegabytes,
  };
}
