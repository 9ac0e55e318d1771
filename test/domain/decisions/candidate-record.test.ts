import { describe, expect, test } from 'vitest';
import type { CandidateArtifacts } from '../../../lib/domain/decisions/candidate-check.ts';
import { candidateRecord, trainerFamily } from '../../../lib/domain/decisions/candidate-record.ts';
import { trainersSchema } from '../../../lib/domain/definition/trainer-settings.ts';
import { type VersionRecord, versionRecordSchema } from '../../../lib/domain/ports/version-record.ts';
import { retrainRequestSchema } from '../../../lib/domain/steps/retrain-request.ts';
import { sampleRecord } from '../../contracts/sample-version-record.ts';
import { sampleModel } from '../../lambdas/model-samples.ts';
import { execution, snapshotOf } from '../../lambdas/register-set-up.ts';

const object = sampleRecord('1.0.0').model;
const measured = { rows: 9, auc: 0.8, accuracy: 0.7, f1: null, 'macro-f1': 0, 'log-loss': 0.3, brier: null };

const artifacts = {
  model: sampleModel({ trainer: { kind: 'logistic-regression', parameters: { tolerance: 0.1 } } }),
  evaluation: { holdout: measured },
  snapshot: snapshotOf({ rows: 100 }),
  comparison: { verdict: 'promote', champion: { ...measured, auc: null, accuracy: 0.6 } },
  profile: null,
} as unknown as CandidateArtifacts;

const input = {
  execution,
  request: retrainRequestSchema.parse({ actor: 'ada' }),
  snapshot: object,
  trained: { trainer: 'logistic-regression', model: object, evaluation: object, validationScore: 0.8 },
  comparison: {
    verdict: 'promote',
    reason: '',
    compared: { modelVersion: '1.0.0', modelSha256: object.sha256 },
    comparison: object,
  },
} as const;

const champion = (lineage: Partial<VersionRecord['lineage']> = {}) => {
  const { features, target } = artifacts.model;
  const own = { features, target, trainerFamily: 'linear', datasetSha256: artifacts.snapshot.rowsSha256 };
  return { modelVersion: '1.0.0', lineage: { ...sampleRecord('1.0.0').lineage, ...own, ...lineage } };
};

const context = {
  definition: { name: 'churn', samples: { minimum: 50, trusted: 100, minimumNew: 0 } },
  champion: champion(),
  registered: [sampleRecord('1.0.0')],
  codeSha256: 'code',
  now: '2026-01-05T01:00:00.500Z',
};

const recordWith = (changes: Partial<typeof context>) => candidateRecord(artifacts, input, { ...context, ...changes });

describe('the record of a candidate', () => {
  test('has all that is known', () => {
    const record = recordWith({});

    expect(record).toEqual({
      schema: 'ratchet.version-record/1',
      modelName: 'churn',
      modelVersion: '1.0.1',
      versionEpoch: 1_767_574_800,
      createdAt: '2026-01-05T01:00:00.500Z',
      createdBy: { kind: 'cli', id: 'ada' },
      execution: execution.arn,
      model: object,
      trust: 'trusted',
      lineage: {
        target: 'churned',
        features: { age: 'numeric', job: 'categorical' },
        featureSetSha256: artifacts.model.featureSetSha256,
        trainerFamily: 'linear',
        trainer: 'logistic-regression',
        parameters: { tolerance: 0.1 },
        datasetSha256: artifacts.snapshot.rowsSha256,
        snapshot: object,
        window: artifacts.snapshot.window,
        datasetRows: 100,
        codeSha256: 'code',
      },
      trainingStats: { trainAccuracy: 0.9, validationAccuracy: 0.88, features: 2, trainingRows: 4000 },
      metrics: { auc: 0.8, accuracy: 0.7, 'macro-f1': 0, 'log-loss': 0.3 },
      championMetrics: { accuracy: 0.6, 'macro-f1': 0, 'log-loss': 0.3 },
      verdict: 'promote',
      comparison: object,
    });
    expect(versionRecordSchema.parse({ ...record, signature: 'c2ln' })).toBeTruthy();
  });

  test.each([
    [99, 'provisional'],
    [100, 'trusted'],
  ])('on %i rows is %s', (rows, trust) => {
    const few = { ...artifacts, snapshot: snapshotOf({ rows }) };

    expect(candidateRecord(few, input, context).trust).toBe(trust);
  });
});

describe('the importance of its features', () => {
  const profile = {
    features: [
      { feature: 'age', importance: 0.75 },
      { feature: 'job', importance: 0.25 },
    ],
  };
  const evaluation = { ...artifacts.evaluation, details: { permutationImportance: { age: 0.1, job: -0.01 } } };
  const known = { ...artifacts, profile, evaluation } as unknown as CandidateArtifacts;

  test('stands beside what it was to the champion, to which a new feature was worth nothing', () => {
    const before = { ...champion(), importance: { age: { share: 1, permutation: null, change: null } } };
    const { importance } = candidateRecord(known, input, { ...context, champion: before });

    expect(importance).toEqual({
      age: { share: 0.75, permutation: 0.1, change: -0.25 },
      job: { share: 0.25, permutation: -0.01, change: 0.25 },
    });
  });

  test('has changed by nothing that is known where the champion does not say, or was not shuffled', () => {
    const older = { ...known, evaluation: artifacts.evaluation };

    expect(candidateRecord(older, input, context).importance).toEqual({
      age: { share: 0.75, permutation: null, change: null },
      job: { share: 0.25, permutation: null, change: null },
    });
  });
});

describe('the number of a candidate', () => {
  test.each([
    ['other parameters', {}, '1.0.1'],
    ['new data', { datasetSha256: 'f'.repeat(64) }, '1.1.0'],
    ['a new feature', { features: { age: 'numeric' } }, '1.1.0'],
    ['a removed feature', { features: { age: 'numeric', job: 'categorical', city: 'categorical' } }, '2.0.0'],
    ['another target', { target: 'left' }, '2.0.0'],
    ['another family of trainers', { trainerFamily: 'trees' }, '2.0.0'],
  ])('says that it has %s', (_, lineage, modelVersion) => {
    expect(recordWith({ champion: champion(lineage) }).modelVersion).toBe(modelVersion);
  });

  test('follows the highest registered one, in whatever order they come', () => {
    const registered = ['1.0.0', '1.10.0', '1.9.0', '0.0.0'].map((modelVersion) => sampleRecord(modelVersion));

    expect(recordWith({ registered }).modelVersion).toBe('1.10.1');
  });

  describe('beside the baseline', () => {
    const baseline = { ...champion({ trainerFamily: 'constant', features: {} }), modelVersion: '0.0.0' };

    test('is 1.0.0 where nothing else is registered', () => {
      expect(recordWith({ champion: baseline, registered: [] }).modelVersion).toBe('1.0.0');
    });

    test('says how far it is from the newest model, as all are far from the baseline', () => {
      const rejected = { ...sampleRecord('1.0.0'), ...champion({ datasetSha256: 'f'.repeat(64) }) };

      expect(recordWith({ champion: baseline, registered: [rejected] }).modelVersion).toBe('1.1.0');
    });
  });
});

test('every trainer belongs to a family of several, and the baseline to none of them', () => {
  const kinds = trainersSchema.element.options.map(({ shape }) => shape.kind.value);

  expect(Object.fromEntries(kinds.map((kind) => [kind, trainerFamily(kind)]))).toEqual({
    'logistic-regression': 'linear',
    'gradient-boosted-trees': 'trees',
    'random-forest': 'trees',
    xgboost: 'trees',
    lightgbm: 'trees',
    external: 'trees',
    'soft-vote': 'ensemble',
  });
  expect(trainerFamily('constant')).toBe('constant');
});
