import type { ModelArtifact } from '../../lib/domain/artifacts/model-artifact.ts';
import { contentHash } from '../../lib/domain/content-hash.ts';

/** A model that scores a half at the age of 40, and more above it; without an age it scores a half. */
export function sampleModel(details: Partial<ModelArtifact> = {}): ModelArtifact {
  const features = { age: 'numeric', job: 'categorical' } as const;
  return {
    schema: 'ratchet.model/1',
    modelName: 'churn',
    target: 'churned',
    positiveClass: 'yes',
    classes: [],
    features,
    featureSetSha256: contentHash(features),
    trainer: { kind: 'logistic-regression', parameters: {} },
    preparation: [{ kind: 'numeric', feature: 'age', missing: [], fill: 40, mean: 40, scale: 10, indicator: false }],
    scorer: { kind: 'linear', intercepts: [0], weights: [[1]] },
    stats: { trainingRows: 4000, trainAccuracy: 0.9, validationAccuracy: 0.88, auc: 0.83 },
    golden: [{ row: { age: 40 }, score: 0.5 }],
    ...details,
  };
}
