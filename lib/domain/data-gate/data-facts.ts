import { z } from 'zod';
import { triggerSchema } from '../steps/execution.ts';

const count = z.int().nonnegative();

/** Label and how often it occurs, in the order of the labels. */
const labelCountsSchema = z.array(z.tuple([z.string(), count]));

/** Everything that the data gate looks at: no rows, but what was counted among them. */
export const dataFactsSchema = z.strictObject({
  settings: z.strictObject({
    samples: z.strictObject({
      minimum: z.number(),
      trusted: z.number(),
      minimumNew: z.number(),
      maximumLabelShift: z.number().nullable(),
      maximumTenantShare: z.number().nullable(),
    }),
    smallerDataset: z.enum(['accept', 'refuse']),
    changedSchema: z.enum(['accept', 'refuse']),
    require: z.enum(['any', 'event']),
    volume: z.strictObject({ rows: z.number() }).nullable(),
    positiveClass: z.string().nullable(),
    /** All that are allowed; empty for any. */
    labels: z.array(z.string()),
  }),
  request: z.strictObject({ trigger: triggerSchema, schedule: z.string().nullable() }),
  rows: count,
  /** Arrivals after the newest one of the snapshot before. */
  newRows: count,
  /** Ids that came with more than one content. */
  contradictedIds: count,
  labels: labelCountsSchema,
  /** Null when nothing was trained on outcomes yet. */
  previous: z.strictObject({ rows: count, labels: labelCountsSchema }).nullable(),
  missing: z.array(z.strictObject({ feature: z.string(), rows: count, maximumShare: z.number() })),
  /** Of features with a list of levels: rows with another one, and the first of these as text. */
  unknownLevels: z.array(z.strictObject({ feature: z.string(), rows: count, example: z.string().nullable() })),
  /** No tenant is named, as it may be a person. */
  tenants: z.strictObject({ column: z.string(), unknown: count, largest: count }).nullable(),
  tenantHashes: z.strictObject({ column: z.string(), hashes: count, shared: count, most: count }).nullable(),
  /** What the champion reads and predicts otherwise than the definition; null without a champion. */
  schema: z.strictObject({ championVersion: z.string(), features: count, differences: z.array(z.string()) }).nullable(),
});

export type DataFacts = z.infer<typeof dataFactsSchema>;
