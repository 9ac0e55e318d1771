import { describe, expect, test } from 'vitest';
import { evaluationSchema } from '../../../lib/domain/artifacts/evaluation.ts';
import { writeModelArtifact } from '../../../lib/domain/artifacts/model-door.ts';
import { modelFeatures } from '../../../lib/domain/artifacts/model-features.ts';
import {
  evaluationOf,
  modelOf,
  requireSize,
  validationScore,
} from '../../../lib/domain/artifacts/trained-artifacts.ts';
import { ArtifactTooLarge } from '../../../lib/domain/artifacts/training-errors.ts';
import { contentHash, sha256Hex } from '../../../lib/domain/content-hash.ts';
import { defaultTrainer } from '../../../lib/domain/definition/trainer-settings.ts';
import { inMemoryArtifactStore } from '../../in-memory/in-memory-artifact-store.ts';
import { definitionWith } from '../definition/definition-samples.ts';
import { binaryModel, sampleMeasurements } from './artifact-samples.ts';

const definition = definitionWith({
  features: { numeric: ['age'], categorical: ['job'], text: ['note'], dropped: ['duration'] },
  featureRules: { job: { missing: ['unknown'] } },
});
const trainer = defaultTrainer('logistic-regression');
const object = (name: string, bytes = 100) => ({
  key: `bank-marketing/models/${name}`,
  sha256: sha256Hex(name),
  bytes,
});

describe('the features of a model', () => {
  test('are the numeric and categorical ones of the definition, with their missing texts', () => {
    expect(modelFeatures(definition)).toEqual([
      { name: 'age', kind: 'numeric', missing: [] },
      { name: 'job', kind: 'categorical', missing: ['unknown'] },
    ]);
  });

  test('may be named like what every object inherits', () => {
    const features = { numeric: ['constructor'], categorical: ['toString'], text: [], dropped: [] };
    expect(modelFeatures({ features, featureRules: {} }).map(({ missing }) => missing)).toEqual([[], []]);
  });
});

test('what was learnt becomes a model that can be stored', async () => {
  const { preparation, scorer, stats, golden } = binaryModel;
  const model = modelOf(definition, trainer, { preparation, scorer, stats, golden });
  expect(model).toMatchObject({
    modelName: 'bank-marketing',
    target: 'y',
    features: { age: 'numeric', job: 'categorical' },
    positiveClass: 'yes',
    trainer: { kind: 'logistic-regression', parameters: trainer.parameters },
    featureSetSha256: contentHash({ job: 'categorical', age: 'numeric' }),
  });
  await expect(writeModelArtifact(inMemoryArtifactStore(), model)).resolves.toMatchObject({});
});

test('an evaluation has the numbers of all parts, and the holdout row by row', () => {
  const part = (rows: number) => ({ ids: [], labels: [], scores: [], measurements: { ...sampleMeasurements, rows } });
  const holdout = {
    ids: ['a', 'b'],
    labels: ['yes', 'no'],
    scores: [0.75, 0.25],
    measurements: { ...sampleMeasurements, rows: 2 },
  };
  const evaluation = evaluationOf(object('model'), object('snapshot'), {
    train: part(64),
    validation: part(16),
    holdout,
  });
  expect(evaluationSchema.parse(evaluation)).toMatchObject({
    modelSha256: sha256Hex('model'),
    snapshotSha256: sha256Hex('snapshot'),
    train: { rows: 64 },
    validation: { rows: 16 },
    holdout: { rows: 2 },
    holdoutRows: [
      { id: 'a', label: 'yes', score: 0.75 },
      { id: 'b', label: 'no', score: 0.25 },
    ],
  });
});

describe('the score that trainers are chosen by', () => {
  test('is the AUC, or minus the log-loss where there is none', () => {
    expect(validationScore({ ...sampleMeasurements, auc: 0.8 })).toBe(0.8);
    expect(validationScore({ ...sampleMeasurements, auc: null, 'log-loss': 0.3 })).toBe(-0.3);
  });

  test('is the worst there is without rows', () => {
    const nothing = validationScore({ ...sampleMeasurements, auc: null, 'log-loss': null });
    expect(nothing).toBeCloseTo(-34.539, 3);
  });
});

describe('the size of a model', () => {
  const limited = definitionWith({ gate: { artifactKilobytes: { warning: 1, maximum: 2 } } });

  test('may be the maximum', () => {
    expect(() => requireSize(object('model', 2_000), limited)).not.toThrow();
  });

  test('may not be a byte more', () => {
    expect(() => requireSize(object('model', 2_001), limited)).toThrow(ArtifactTooLarge);
    expect(() => requireSize(object('model', 2_001), limited)).toThrow('should have at most 2 kilobytes, got 2.001');
  });

  test('is free where the definition says nothing', () => {
    expect(() => requireSize(object('model', 50_000_000), definition)).not.toThrow();
  });
});
