import { z } from 'zod';
import { sha256Schema } from '../content-hash.ts';
import type { StoredObject } from '../ports/artifact-store.ts';
import type { ModelArtifact } from './model-artifact.ts';

const rows = z.int().nonnegative();
const featureName = z.string().min(1).max(200);

/** Rows of each level, and of the missing values. */
export const levelCountsSchema = z.strictObject({
  levels: z.array(z.strictObject({ level: z.string(), rows })).max(10_000),
  /** Of all levels that are not listed. */
  other: rows,
  missing: rows,
});

export type LevelCounts = z.infer<typeof levelCountsSchema>;

/** Rows of the bins up to and including each edge and of the one above the last, and of the missing values. */
export const binCountsSchema = z.strictObject({ bins: z.array(rows).min(1).max(10), missing: rows });

/** At most the nine deciles, rising. */
const edges = z.array(z.number()).max(9);

const common = {
  feature: featureName,
  /** Texts that mean "missing". */
  missing: z.array(z.string().max(128)),
  /** How much the feature moves the scores; those of all features add up to 1. */
  importance: z.number().min(0).max(1),
};

const profiledFeatureSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('numeric'),
    ...common,
    edges,
    counts: binCountsSchema,
    /** Of the values that are not missing; null without one. */
    mean: z.number().nullable(),
    deviation: z.number().nonnegative().nullable(),
  }),
  z.strictObject({
    kind: z.literal('categorical'),
    ...common,
    /** The 50 most frequent levels; `other` is 0 where there are no more. */
    counts: levelCountsSchema,
  }),
]);

export type ReferenceFeature = z.infer<typeof profiledFeatureSchema>;

/**
 * What later rows are compared with: how the features and scores of a model were spread when it was trained, and how often
 * each score came true.
 */
export const referenceProfileSchema = z.strictObject({
  schema: z.literal('ratchet.reference-profile/1'),
  modelName: z.string().min(1).max(40),
  modelSha256: sha256Schema,
  snapshotSha256: sha256Schema,
  /** Rows that the model was trained on, which the features are counted in. */
  rows,
  /** In the order of the model. */
  features: z.array(profiledFeatureSchema),
  /** Rows of the holdout, which the scores are counted in. */
  scoreRows: rows,
  /** One per output of the model. */
  scores: z.array(
    z.strictObject({
      /** The label that it is the probability of. */
      output: z.string().min(1).max(200),
      edges,
      bins: z.array(rows).min(1).max(10),
      /** Rows of each bin whose label is the output. */
      positives: z.array(rows).min(1).max(10),
    }),
  ),
});

export type ReferenceProfile = z.infer<typeof referenceProfileSchema>;

/** What was counted as the profile of a stored model. */
export function referenceProfileOf(
  { modelName }: Pick<ModelArtifact, 'modelName'>,
  model: StoredObject,
  snapshot: StoredObject,
  counted: Pick<ReferenceProfile, 'rows' | 'features' | 'scoreRows' | 'scores'>,
): ReferenceProfile {
  return {
    schema: 'ratchet.reference-profile/1',
    modelName,
    modelSha256: model.sha256,
    snapshotSha256: snapshot.sha256,
    ...counted,
  };
}
