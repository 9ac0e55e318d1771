import { contentHash } from '../content-hash.ts';
import type { ModelDefinition } from '../definition/model-definition.ts';
import type { Actor } from '../ledger/ledger-state.ts';
import { BASELINE_VERSION, versionEpoch } from '../ledger/model-version.ts';
import type { StoredObject } from '../ports/artifact-store.ts';
import type { VersionRecord } from '../ports/version-record.ts';
import type { Timestamp } from '../time.ts';
import type { ModelArtifact } from './model-artifact.ts';
import { modelOf } from './trained-artifacts.ts';

/** What serves before anything was learned: the same rate for every row, so that there always is a champion. */
export function baselineModel(definition: ModelDefinition): ModelArtifact {
  const { positiveClass, classes } = definition;
  const probabilities = positiveClass === null ? classes.map(() => 1 / classes.length) : [0.5];
  return modelOf(
    definition,
    { kind: 'constant', parameters: {} },
    {
      preparation: [],
      scorer: { kind: 'constant', probabilities },
      stats: { trainingRows: 0, trainAccuracy: null, validationAccuracy: null, auc: null },
      golden: [{ row: {}, score: positiveClass === null ? probabilities : 0.5 }],
    },
  );
}

/** Its record; unsigned, because no training made it. */
export function baselineRecord(
  model: ModelArtifact,
  stored: StoredObject,
  { createdAt, createdBy }: { readonly createdAt: Timestamp; readonly createdBy: Actor },
): VersionRecord {
  const { modelName, target, features, featureSetSha256, trainer } = model;
  return {
    schema: 'ratchet.version-record/1',
    modelName,
    modelVersion: BASELINE_VERSION,
    versionEpoch: versionEpoch(createdAt),
    createdAt,
    createdBy,
    execution: null,
    model: stored,
    trust: 'provisional',
    lineage: {
      target,
      features,
      featureSetSha256,
      trainerFamily: trainer.kind,
      trainer: trainer.kind,
      parameters: {},
      datasetSha256: contentHash([]),
      snapshot: null,
      window: null,
      datasetRows: 0,
      codeSha256: contentHash(null),
    },
    trainingStats: {
      trainAccuracy: null,
      validationAccuracy: null,
      features: Object.keys(features).length,
      trainingRows: 0,
    },
    metrics: {},
    championMetrics: null,
    verdict: 'promote',
    comparison: null,
    signature: null,
  };
}
