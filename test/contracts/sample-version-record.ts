import { sha256Hex } from '../../lib/domain/content-hash.ts';
import type { VersionRecord } from '../../lib/domain/ports/version-record.ts';

/** The record of a model that won its comparison, unless told otherwise. */
export function sampleRecord(modelVersion: string, details: Partial<VersionRecord> = {}): VersionRecord {
  const modelSha256 = sha256Hex(`model ${modelVersion}`);
  return {
    schema: 'ratchet.version-record/1',
    modelName: 'churn',
    modelVersion,
    versionEpoch: 1_767_571_200,
    createdAt: '2026-01-05T00:00:00.000Z',
    createdBy: { kind: 'schedule', id: 'nightly' },
    execution: null,
    model: { key: `churn/models/${modelSha256}/model.json`, sha256: modelSha256, bytes: 4096 },
    trust: 'trusted',
    lineage: {
      target: 'churned',
      features: { age: 'numeric' },
      featureSetSha256: sha256Hex('features'),
      trainerFamily: 'trees',
      trainer: 'boosted-trees',
      parameters: { depth: 4, early: true },
      datasetSha256: sha256Hex('dataset'),
      snapshot: null,
      window: null,
      datasetRows: 5000,
      codeSha256: 'b2xkIGNvZGU=',
    },
    trainingStats: { trainAccuracy: 0.91, validationAccuracy: 0.9, features: 1, trainingRows: 4000 },
    metrics: { auc: 0.83 },
    championMetrics: { auc: 0.82 },
    verdict: 'promote',
    comparison: null,
    signature: null,
    ...details,
  };
}
