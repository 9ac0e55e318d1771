import type { Comparison } from '../../../lib/domain/artifacts/comparison.ts';
import type { Evaluation, Measurements } from '../../../lib/domain/artifacts/evaluation.ts';
import type { ModelArtifact } from '../../../lib/domain/artifacts/model-artifact.ts';
import type { StoredOutcome } from '../../../lib/domain/artifacts/outcome.ts';
import type { Snapshot } from '../../../lib/domain/artifacts/snapshot.ts';
import { contentHash, sha256Hex } from '../../../lib/domain/content-hash.ts';

const features = { age: 'numeric', job: 'categorical' } as const;

/** A model of six columns and one output. */
export const binaryModel: ModelArtifact = {
  schema: 'ratchet.model/1',
  modelName: 'churn',
  target: 'churned',
  positiveClass: 'yes',
  classes: [],
  features,
  featureSetSha256: contentHash(features),
  trainer: { kind: 'logistic-regression', parameters: { inverseRegularization: 1 } },
  preparation: [
    { kind: 'numeric', feature: 'age', missing: [], fill: 40, mean: 40, scale: 10, indicator: true },
    { kind: 'categorical', feature: 'job', missing: [], levels: ['clerk', 'nurse'], other: true, indicator: true },
  ],
  scorer: { kind: 'linear', intercepts: [0], weights: [[1, 0, 0.5, -0.5, 0, 0]] },
  stats: { trainingRows: 640, trainAccuracy: 0.9, validationAccuracy: 0.88, auc: 0.83 },
  golden: [{ row: { age: 40 }, score: 0.5 }],
};

/** The same features with three classes. */
export const multiclassModel: ModelArtifact = {
  ...binaryModel,
  positiveClass: null,
  classes: ['low', 'middle', 'high'],
  scorer: { kind: 'linear', intercepts: [0, 0, 0], weights: new Array(3).fill([0, 0, 0, 0, 0, 0]) },
  golden: [{ row: {}, score: [1 / 3, 1 / 3, 1 / 3] }],
};

/** The baseline that a model starts with. */
export const constantModel: ModelArtifact = {
  ...binaryModel,
  trainer: { kind: 'constant', parameters: {} },
  preparation: [],
  scorer: { kind: 'constant', probabilities: [0.12] },
  golden: [{ row: {}, score: 0.12 }],
};

export const sampleMeasurements: Measurements = {
  rows: 1,
  auc: null,
  accuracy: 1,
  precision: 1,
  recall: 1,
  f1: 1,
  'macro-f1': 1,
  'log-loss': 0.1,
  brier: 0.01,
};

export const sampleEvaluation: Evaluation = {
  schema: 'ratchet.evaluation/1',
  modelSha256: sha256Hex('model'),
  snapshotSha256: sha256Hex('snapshot'),
  train: sampleMeasurements,
  validation: sampleMeasurements,
  holdout: sampleMeasurements,
  holdoutRows: [{ id: 'outcome-1', label: 'yes', score: 0.9 }],
};

export const sampleComparison: Comparison = {
  schema: 'ratchet.comparison/2',
  snapshotSha256: sha256Hex('snapshot'),
  candidateSha256: sha256Hex('model'),
  compared: { modelVersion: '1.0.0', modelSha256: sha256Hex('champion') },
  rows: 1,
  candidate: sampleMeasurements,
  champion: sampleMeasurements,
  verdict: 'reject',
  code: 'KEEP_CHAMPION',
  confidence: 'medium',
  reason: 'no significant improvement',
  warnings: [],
  uncertainty: 'unavailable',
  rules: [],
  primary: null,
  guardrails: [],
  slices: [],
  deltas: [],
  validationHash: null,
  validatedAt: '2026-01-08T00:00:00.000Z',
};

export const sampleSnapshot: Snapshot = {
  schema: 'ratchet.snapshot/1',
  modelName: 'churn',
  window: { from: '2026-01-01T00:00:00.000Z', to: '2026-01-08T00:00:00.000Z' },
  parts: [],
  rows: 0,
  rowsSha256: sha256Hex('rows'),
  labels: {},
  watermark: null,
};

/** An outcome in the window of the sample snapshot that arrived an hour after it happened. */
export function sampleOutcome(id: string, details: Partial<StoredOutcome> = {}): StoredOutcome {
  return {
    schema: 'ratchet.outcome/1',
    id,
    time: '2026-01-02T00:00:00.000Z',
    label: 'yes',
    features: { age: 40, job: 'clerk' },
    prediction: null,
    receivedAt: '2026-01-02T01:00:00.000Z',
    ...details,
  };
}
