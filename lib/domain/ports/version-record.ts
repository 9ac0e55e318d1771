import { z } from 'zod';
import { windowSchema } from '../artifacts/snapshot.ts';
import { sha256Schema } from '../content-hash.ts';
import { verdictSchema } from '../ledger/ledger-event.ts';
import { actorSchema } from '../ledger/ledger-state.ts';
import { modelVersionSchema } from '../ledger/model-version.ts';
import { timestampSchema } from '../time.ts';
import { storedObjectSchema } from './artifact-store.ts';

const metricsSchema = z.record(z.string().min(1).max(80), z.number());

const featureImportanceSchema = z.strictObject({
  /** From 0 to 1; those of all features add up to 1. */
  share: z.number().min(0).max(1),
  /** By how much the log-loss rises without it; older evaluations do not say. */
  permutation: z.number().nullable(),
  /** Share minus that of the champion it was compared with; null where that has none. */
  change: z.number().min(-1).max(1).nullable(),
});

export type FeatureImportance = z.infer<typeof featureImportanceSchema>;

/** All that is known about one model version when it is registered. Written once, never changed. */
export const versionRecordSchema = z.strictObject({
  schema: z.literal('ratchet.version-record/1'),
  modelName: z.string().min(1).max(40),
  modelVersion: modelVersionSchema,
  /** Unix seconds of `createdAt`. */
  versionEpoch: z.int().nonnegative(),
  createdAt: timestampSchema,
  createdBy: actorSchema,
  execution: z.string().min(1).max(512).nullable(),
  model: storedObjectSchema,
  /** What later rows are compared with; a baseline has none, and older records do not say. */
  referenceProfile: storedObjectSchema.optional(),
  /** `provisional` below the definition's trusted sample count. */
  trust: z.enum(['trusted', 'provisional']),
  lineage: z.strictObject({
    target: z.string().min(1).max(200),
    features: z.record(z.string().min(1).max(200), z.string().min(1).max(20)),
    featureSetSha256: sha256Schema,
    trainerFamily: z.string().min(1).max(40),
    trainer: z.string().min(1).max(40),
    parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.string())])),
    /** Hash of the rows; the same data has the same one. */
    datasetSha256: sha256Schema,
    /** Manifest of the snapshot and its window; null for a baseline, which has seen no data. */
    snapshot: storedObjectSchema.nullable(),
    window: windowSchema.nullable(),
    datasetRows: z.int().nonnegative(),
    /** Hash of the code that trained it. */
    codeSha256: z.string().min(1).max(64),
  }),
  trainingStats: z.strictObject({
    trainAccuracy: z.number().min(0).max(1).nullable(),
    validationAccuracy: z.number().min(0).max(1).nullable(),
    features: z.int().nonnegative(),
    trainingRows: z.int().nonnegative(),
  }),
  /** Measured on the holdout. */
  metrics: metricsSchema,
  /** The champion's, on the same rows; null for the first model. */
  championMetrics: metricsSchema.nullable(),
  /** How much each feature moves the scores; older records do not say. */
  importance: z.record(z.string().min(1).max(200), featureImportanceSchema).optional(),
  verdict: verdictSchema,
  /** The comparison that led to the verdict; null for a baseline. */
  comparison: storedObjectSchema.nullable(),
  /** Over the canonical JSON of everything else, in base64; null for a baseline, which no training made. */
  signature: z.string().min(1).max(1024).nullable(),
});

export type VersionRecord = z.infer<typeof versionRecordSchema>;

export interface VersionRecords {
  /** Throws `VersionTaken` when another record has that number; the same record again is fine. */
  put(record: VersionRecord): Promise<void>;
  read(modelName: string, modelVersion: string): Promise<VersionRecord | null>;
  /** All of a model, highest model version first. */
  list(modelName: string): Promise<VersionRecord[]>;
}
