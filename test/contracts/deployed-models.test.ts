import { expect, test } from 'vitest';
import { findDeployedModels } from '../../lib/aws/deployed-models.ts';
import { MACHINES as ARN, accountWith, functionsOf, modelEnvironments } from './account-set-up.ts';

type SetUp = Parameters<typeof accountWith>;

async function setUp(machines: SetUp[0], environments: SetUp[1]) {
  const { clients, described } = await accountWith(machines, environments);
  return { described, find: (modelName?: string) => findDeployedModels(clients, modelName) };
}

test('a model is put together from the environments of the functions that its machine calls', async () => {
  const { find } = await setUp(
    { 'ratchet-churn-retrain': functionsOf('churn'), 'ratchet-churn-rollback': [] },
    modelEnvironments('churn'),
  );

  expect(await find()).toEqual([
    {
      modelName: 'churn',
      platformName: 'ratchet',
      retrainMachineArn: `${ARN}:ratchet-churn-retrain`,
      rollbackMachineArn: `${ARN}:ratchet-churn-rollback`,
      registryTableName: 'registry',
      artifactBucketName: 'artifacts',
      signingKeyId: 'key',
      predictFunctionName: 'churn-predict',
    },
  ]);
});

test('names with hyphens are told apart by what the functions say', async () => {
  const machines = {
    'my-platform-bank-marketing-retrain': functionsOf('bank-marketing'),
    'my-platform-bank-marketing-rollback': [],
  };
  const { find } = await setUp(machines, modelEnvironments('bank-marketing'));

  expect(await find('bank-marketing')).toMatchObject([{ modelName: 'bank-marketing', platformName: 'my-platform' }]);
  expect(await find('marketing')).toEqual([]);
});

test('of several models, on several pages, only those are described that may be meant', async () => {
  const machines = {
    'ratchet-churn-retrain': functionsOf('churn'),
    'ratchet-leads-retrain': functionsOf('leads'),
    'ratchet-churn-rollback': [],
    'ratchet-leads-rollback': [],
  };
  const { find, described } = await setUp(machines, { ...modelEnvironments('churn'), ...modelEnvironments('leads') });

  expect((await find()).map(({ modelName }) => modelName)).toEqual(['churn', 'leads']);
  described.length = 0;
  expect((await find('leads')).map(({ modelName }) => modelName)).toEqual(['leads']);
  expect(described).toEqual(['ratchet-leads-retrain']);
});

test.each([
  ['has no machine for rollbacks', { 'x-churn-retrain': functionsOf('churn') }],
  ['calls nothing', { 'x-churn-retrain': [], 'x-churn-rollback': [] }],
  ['calls functions that are gone', { 'x-churn-retrain': ['gone'], 'x-churn-rollback': [] }],
  ['calls functions that know too little', { 'x-churn-retrain': ['churn-assess'], 'x-churn-rollback': [] }],
  ['is named after another model', { 'x-leads-retrain': functionsOf('churn'), 'x-leads-rollback': [] }],
  ['retrains something of another kind', { retrain: functionsOf('churn'), rollback: [] }],
])('what %s is no model', async (_what, machines: Record<string, string[]>) => {
  const { find } = await setUp(machines, modelEnvironments('churn'));

  expect(await find()).toEqual([]);
});

test('a function that is gone does not hide the others', async () => {
  const machines = { 'x-churn-retrain': ['gone', ...functionsOf('churn')], 'x-churn-rollback': [] };
  const { find } = await setUp(machines, modelEnvironments('churn'));

  expect(await find()).toMatchObject([{ modelName: 'churn' }]);
});
