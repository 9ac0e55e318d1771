import { describe, expect, test } from 'vitest';
import { baselineModel, baselineRecord } from '../../../lib/domain/artifacts/baseline-model.ts';
import { modelArtifactSchema } from '../../../lib/domain/artifacts/model-artifact.ts';
import { modelIncoherence } from '../../../lib/domain/artifacts/model-coherence.ts';
import { readModelArtifact, writeModelArtifact } from '../../../lib/domain/artifacts/model-door.ts';
import { trainedFeatures } from '../../../lib/domain/artifacts/model-features.ts';
import { versionRecordSchema } from '../../../lib/domain/ports/version-record.ts';
import { fittedModel } from '../../../lib/training/formats/stored-model.ts';
import { goldenFault } from '../../../lib/training/scoring/golden-rows.ts';
import { createScorer } from '../../../lib/training/scoring/scorer.ts';
import { inMemoryArtifactStore } from '../../in-memory/in-memory-artifact-store.ts';
import { definitionWith } from '../definition/definition-samples.ts';

const binary = definitionWith({});
const several = definitionWith({ positiveClass: undefined, classes: ['low', 'middle', 'high'] });
const created = {
  createdAt: '2026-01-05T00:00:00.500Z',
  createdBy: { kind: 'deployment', id: 'ChurnStack' },
} as const;

describe.each([
  ['a positive class', binary, 0.5],
  ['several classes', several, [1 / 3, 1 / 3, 1 / 3]],
])('the baseline of a model with %s', (_, definition, score) => {
  const model = baselineModel(definition);

  test('is a model like any other, and coherent', async () => {
    const store = inMemoryArtifactStore();

    expect(modelArtifactSchema.parse(model)).toEqual(model);
    expect(modelIncoherence(model)).toEqual([]);
    expect(await readModelArtifact(store, await writeModelArtifact(store, model))).toEqual(model);
  });

  test('gives every row the same score, which its golden row tells', () => {
    const scoreOf = createScorer(fittedModel(model, 'model'));

    expect([scoreOf({}), scoreOf({ age: 40, job: 'clerk' })]).toEqual([score, score]);
    expect(model.golden).toEqual([{ row: {}, score }]);
    expect(goldenFault(fittedModel(model, 'model'), model.golden)).toBeNull();
  });

  test('is the same for the same definition, so that a repeated bootstrap stores nothing new', () => {
    expect(baselineModel(definition)).toEqual(model);
  });
});

test('a model is fed with the numeric and categorical features of its definition, and with nothing else', () => {
  const definition = definitionWith({ features: { numeric: ['age'], categorical: ['job'], dropped: ['duration'] } });

  expect(trainedFeatures(definition)).toEqual({ age: 'numeric', job: 'categorical' });
});

describe('the record of a baseline', () => {
  const stored = { key: 'bank-marketing/models/1/model.json', sha256: 'a'.repeat(64), bytes: 300 };
  const record = baselineRecord(baselineModel(binary), stored, created);

  test('is one that can be stored', () => {
    expect(versionRecordSchema.parse(record)).toEqual(record);
  });

  test('says that it was never trained, compared or signed', () => {
    expect(record).toMatchObject({
      modelName: 'bank-marketing',
      modelVersion: '0.0.0',
      versionEpoch: 1_767_571_200,
      model: stored,
      createdBy: created.createdBy,
      trust: 'provisional',
      lineage: { trainer: 'constant', datasetRows: 0, snapshot: null, window: null },
      trainingStats: { features: 4, trainingRows: 0 },
      metrics: {},
      championMetrics: null,
      comparison: null,
      signature: null,
    });
  });
});
