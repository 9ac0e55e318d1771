import { describe, expect, test } from 'vitest';
import { requestedTrainers, trainingRequestProblems } from '../../../lib/domain/decisions/retrain-request-check.ts';
import { problemText } from '../../../lib/domain/errors.ts';
import { type RetrainRequest, retrainRequestSchema } from '../../../lib/domain/steps/retrain-request.ts';
import { definitionWith } from '../definition/definition-samples.ts';

const champion = { modelKey: 'churn/models/a/model.json', modelSha256: 'a'.repeat(64) };

const twoSchedules = [
  { name: 'midweek', cron: '0 2 * * 3' },
  { name: 'weekly', cron: '0 2 * * 0' },
];
const definition = definitionWith({ schedules: twoSchedules });

function problems(fields: Partial<RetrainRequest>, of = definition) {
  return trainingRequestProblems(retrainRequestSchema.parse(fields), of).map(problemText);
}

describe('a request to train', () => {
  test('asks for nothing wrong when it asks for nothing', () => {
    expect(problems({})).toEqual([]);
  });

  test('cannot collect from an API', () => {
    expect(problems({ useApi: true })).toEqual([
      "'useApi' should be false: outcomes cannot be collected from an API yet, got true",
    ]);
  });

  test('comes from a schedule that the definition has', () => {
    expect(problems({ trigger: 'schedule', schedule: 'weekly' })).toEqual([]);
    expect(problems({ trigger: 'schedule' })).toEqual([]);
    expect(problems({ trigger: 'schedule', schedule: 'hourly' })).toEqual([
      `'schedule' should be 'midweek' or 'weekly', got "hourly"`,
    ]);
  });

  test('comes from no schedule when the definition has none', () => {
    expect(problems({ trigger: 'schedule', schedule: 'weekly' }, definitionWith({ schedules: [] }))).toEqual([
      `'schedule' should be left out: the definition does not have a schedule, got "weekly"`,
    ]);
  });

  test('is not asked for its schedule when another trigger fired', () => {
    expect(problems({ trigger: 'manual', schedule: 'hourly' })).toEqual([]);
  });

  test.each(['logistic-regression', 'gradient-boosted-trees', 'random-forest', 'xgboost', 'lightgbm'])(
    'may ask for %s',
    (modelType) => {
      expect(problems({ modelType })).toEqual([]);
    },
  );

  test('may not ask for a trainer that nobody knows, and is told which there are', () => {
    expect(problems({ modelType: 'oracle' })).toEqual([
      `'modelType' should be 'logistic-regression' or 'gradient-boosted-trees' or 'random-forest' or 'xgboost' or 'lightgbm', got "oracle"`,
    ]);
  });

  test('may ask for a trainer of the owner where the definition has one', () => {
    const own = definitionWith({ trainers: [{ kind: 'external', module: 'a.mjs' }] });

    expect(problems({ modelType: 'external' }, own)).toEqual([]);
    expect(problems({ modelType: 'external' })).toHaveLength(1);
  });

  test('may bring a model file that lies in the folder of this model, and no other', () => {
    const sha256 = 'a'.repeat(64);
    const fileAt = (key: string) => problems({ modelFile: { key, sha256 } });

    expect(fileAt(`${definition.name}/imports/${sha256}/model`)).toEqual([]);
    expect(fileAt('other/imports/a/model')).toEqual([
      `'modelFile.key' should be like '${definition.name}/imports/<sha256>/model', got "other/imports/a/model"`,
    ]);
    expect(fileAt(`${definition.name}/models/${sha256}/model.json`)).toHaveLength(1);
  });

  test.each([{ mode: 'code' }, { modelType: 'xgboost' }])('cannot bring a file and ask for %j', (fields) => {
    const modelFile = { key: 'a', sha256: 'a'.repeat(64) };

    expect(retrainRequestSchema.safeParse({ modelFile, ...fields }).success).toBe(false);
    expect(retrainRequestSchema.safeParse({ modelFile }).success).toBe(true);
  });

  test('may ask for an ensemble only where the definition has one', () => {
    const members = [{ kind: 'random-forest' }, { kind: 'xgboost' }];
    const own = definitionWith({ trainers: [{ kind: 'soft-vote', members }] });
    expect(problems({ modelType: 'soft-vote' }, own)).toEqual([]);
    expect(problems({ modelType: 'soft-vote' })).toEqual([
      `'modelType' should be 'logistic-regression' or 'gradient-boosted-trees' or 'random-forest' or 'xgboost' or 'lightgbm', got "soft-vote"`,
    ]);
  });

  test('is told everything that is wrong at once', () => {
    expect(problems({ useApi: true, trigger: 'schedule', schedule: 'hourly', modelType: 'oracle' })).toHaveLength(3);
  });
});

describe('the trainers', () => {
  const trainers = [
    { kind: 'logistic-regression' },
    { kind: 'random-forest', parameters: { trees: 10 } },
    { kind: 'random-forest', parameters: { trees: 20 } },
  ];
  const own = definitionWith({ trainers });

  test('are those of the definition, in their order', () => {
    expect(requestedTrainers(retrainRequestSchema.parse({}), own, champion)).toEqual([
      { index: 0, kind: 'logistic-regression' },
      { index: 1, kind: 'random-forest' },
      { index: 2, kind: 'random-forest' },
    ]);
  });

  test('are those of the requested kind, where the definition has some', () => {
    expect(requestedTrainers(retrainRequestSchema.parse({ modelType: 'random-forest' }), own, champion)).toEqual([
      { index: 1, kind: 'random-forest' },
      { index: 2, kind: 'random-forest' },
    ]);
  });

  test('are told the champion where they begin with it', () => {
    const { trainers } = definitionWith({
      trainers: [{ kind: 'logistic-regression' }, { kind: 'gradient-boosted-trees', parameters: { warmStart: true } }],
    });

    expect(requestedTrainers(retrainRequestSchema.parse({}), { trainers }, champion)).toEqual([
      { index: 0, kind: 'logistic-regression' },
      { index: 1, kind: 'gradient-boosted-trees', champion: { key: champion.modelKey, sha256: champion.modelSha256 } },
    ]);
  });

  test('are one of the requested kind, where the definition has none', () => {
    expect(requestedTrainers(retrainRequestSchema.parse({ modelType: 'xgboost' }), own, champion)).toEqual([
      { index: 0, kind: 'xgboost' },
    ]);
  });

  test('make place for a file that is brought along', () => {
    const modelFile = { key: 'churn/imports/a/model', sha256: 'a'.repeat(64) };

    expect(requestedTrainers(retrainRequestSchema.parse({ modelFile }), own, champion)).toEqual([
      { index: 0, kind: 'imported', file: modelFile },
    ]);
  });
});
