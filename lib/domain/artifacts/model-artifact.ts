import { z } from 'zod';
import { sha256Schema } from '../content-hash.ts';
import { storedObjectSchema } from '../ports/artifact-store.ts';
import { featureRowSchema, scoreSchema } from './feature-value.ts';

/** File name of every model within its artefact. */
export const MODEL_FILE_NAME = 'model.json';

const columnName = z.string().min(1).max(200);
const missingTexts = z.array(z.string().max(128));

/** File name of a graph that a model scores with. */
export const ONNX_FILE_NAME = 'model.onnx';

/** How one feature becomes columns of numbers; fitted on training rows and applied unchanged when serving. */
const preparationSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('numeric'),
    feature: columnName,
    missing: missingTexts,
    /** Stands in for a missing value. */
    fill: z.number(),
    mean: z.number(),
    /** Above 0. */
    scale: z.number().positive(),
    /** Whether a second column says that the value was missing. */
    indicator: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('categorical'),
    feature: columnName,
    missing: missingTexts,
    /** One column each; what is not listed has no column of its own. */
    levels: z.array(z.string()).max(10_000),
    /** Whether a column stands for rare and unseen levels. */
    other: z.boolean(),
    /** Whether a column says that the value was missing. */
    indicator: z.boolean(),
  }),
  /** A number as it is, for trees: one column. */
  z.strictObject({ kind: z.literal('passthrough'), feature: columnName, missing: missingTexts }),
  /** A level as its place in the list, for trees: one column. */
  z.strictObject({
    kind: z.literal('ordinal'),
    feature: columnName,
    missing: missingTexts,
    levels: z.array(z.string()).max(10_000),
  }),
]);

/** What is computed from the prepared columns. */
const scorerSchema = z.discriminatedUnion('kind', [
  /** The same probabilities for every row. */
  z.strictObject({ kind: z.literal('constant'), probabilities: z.array(z.number().min(0).max(1)).min(1) }),
  /** One row of weights per output: one output for a positive class, else one per class. */
  z.strictObject({
    kind: z.literal('linear'),
    intercepts: z.array(z.number()).min(1),
    weights: z.array(z.array(z.number())).min(1),
  }),
  /** The trees of `learner`, over one column per prepared feature. */
  z.strictObject({ kind: z.literal('trees') }),
  /** The graph in a file of its own, over one column per prepared feature. */
  z.strictObject({ kind: z.literal('onnx'), ...storedObjectSchema.shape }),
  /** The weighted mean of what other stored models say; the weights add up to 1. */
  z.strictObject({
    kind: z.literal('ensemble'),
    members: z
      .array(storedObjectSchema.extend({ weight: z.number().positive().max(1) }))
      .min(2)
      .max(10),
  }),
]);

/**
 * A trained model as it is stored. JSON, never code; whoever reads it has verified its SHA-256 first. One with trees is an
 * XGBoost model file too, which XGBoost loads as it is: it takes `learner` and `version` and leaves the rest alone.
 */
export const modelArtifactSchema = z.strictObject({
  schema: z.literal('ratchet.model/1'),
  modelName: z.string().min(1).max(40),
  target: columnName,
  /** The label whose probability the one output is; null where there is one output per class. */
  positiveClass: z.string().nullable(),
  /** In the order of the outputs; empty where there is a positive class. */
  classes: z.array(z.string()),
  features: z.record(columnName, z.enum(['numeric', 'categorical'])),
  featureSetSha256: sha256Schema,
  trainer: z.strictObject({
    kind: z.string().min(1).max(40),
    parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.string())])),
  }),
  preparation: z.array(preparationSchema),
  scorer: scorerSchema,
  stats: z.strictObject({
    trainingRows: z.int().nonnegative(),
    trainAccuracy: z.number().min(0).max(1).nullable(),
    validationAccuracy: z.number().min(0).max(1).nullable(),
    /** On the holdout; null where it has one class only. */
    auc: z.number().min(0).max(1).nullable(),
  }),
  /** Trees in the terms of XGBoost's JSON, which whoever loads the model checks; only where the scorer is of trees. */
  learner: z.record(z.string(), z.unknown()).optional(),
  /** Version of XGBoost whose file it is. */
  version: z.array(z.int().nonnegative()).length(3).optional(),
  /** Rows and what they have to score, so that whoever loads the model can tell that it still computes the same. */
  golden: z.array(z.strictObject({ row: featureRowSchema, score: scoreSchema })).max(20),
});

export type ModelArtifact = z.infer<typeof modelArtifactSchema>;
