import { expect, test } from 'vitest';
import { chooseModel } from '../../lib/cli/choose-model.ts';
import { NotFound, WrongUsage } from '../../lib/cli/cli-errors.ts';

const churn = { modelName: 'churn', platformName: 'ratchet' };
const leads = { modelName: 'leads', platformName: 'ratchet' };
const otherChurn = { modelName: 'churn', platformName: 'trial' };

const choose = (
  models: readonly (typeof churn)[],
  modelName: string | null = null,
  platformName: string | null = null,
) => chooseModel(models, { modelName, platformName }, 'AWS eu-west-1');

test('the only model needs no name', () => {
  expect(choose([churn])).toBe(churn);
});

test('several models are told apart by name, and by platform', () => {
  expect(choose([churn, leads], 'leads')).toBe(leads);
  expect(choose([churn, otherChurn], 'churn', 'trial')).toBe(otherChurn);
  expect(choose([churn, leads, otherChurn], null, 'trial')).toBe(otherChurn);
});

test('of several models it has to be said which is meant, by the flag that tells them apart', () => {
  expect(() => choose([churn, leads])).toThrow(WrongUsage);
  expect(() => choose([churn, leads])).toThrow(
    "--model should say which is meant of 'churn' (platform 'ratchet'), 'leads' (platform 'ratchet')",
  );
  expect(() => choose([churn, leads, otherChurn], 'churn')).toThrow(
    "--platform should say which is meant of 'churn' (platform 'ratchet'), 'churn' (platform 'trial')",
  );
});

test('a model that is not there is not found, and those that are there are named', () => {
  expect(() => choose([churn], 'leads')).toThrow(NotFound);
  expect(() => choose([churn], 'leads')).toThrow(
    "the model 'leads' is not deployed in AWS eu-west-1: there is 'churn'",
  );
  expect(() => choose([churn], null, 'trial')).toThrow("a model of the platform 'trial' is not deployed");
});

test('where nothing is deployed it is said how to deploy', () => {
  expect(() => choose([])).toThrow(NotFound);
  expect(() => choose([])).toThrow('cdk deploy');
});
