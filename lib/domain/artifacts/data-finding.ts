import { z } from 'zod';

/** What may keep a training from happening; the first one that does is the code of the skip. */
export const stopCodes = [
  'TooFewSamples',
  'SingleClass',
  'TooFewNewSamples',
  'DatasetShrank',
  'TooManyMissing',
  'UnknownLevel',
  'UnknownLabel',
  'LabelShift',
  'TenantDominates',
  'SchemaChanged',
  'NoEvent',
] as const;

/** What never does. */
export const dataWarningCodes = ['Provisional', 'TenantUnknown', 'TenantHashCollision', 'ContradictedIds'] as const;

/** One thing that is not as it should be with the data of a training, and the numbers that say so. */
export const dataFindingSchema = z.strictObject({
  code: z.enum([...stopCodes, ...dataWarningCodes]),
  /** A `stop` keeps the training from happening; a `warning` is kept with the snapshot. */
  severity: z.enum(['stop', 'warning']),
  /** How much there is, how much there may be, and what to do about it. */
  reason: z.string().min(1).max(1000),
  value: z.number(),
  threshold: z.number(),
  /** Rows behind the value, or what else was counted. */
  n: z.int().nonnegative(),
});

export type DataFinding = z.infer<typeof dataFindingSchema>;
export type DataFindingCode = DataFinding['code'];
