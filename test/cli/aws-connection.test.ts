import { expect, test } from 'vitest';
import { awsOperatorClients } from '../../lib/aws/operator-clients.ts';
import { connectToAws } from '../../lib/cli/aws-connection.ts';
import { NotFound } from '../../lib/cli/cli-errors.ts';
import type { ModelConnection } from '../../lib/cli/model-connection.ts';
import { accountWith, functionsOf, modelEnvironments } from '../contracts/account-set-up.ts';

/** An account with these models, whose other services nobody asks. */
async function setUp(...names: string[]) {
  const machines = names.flatMap((name) => [
    [`ratchet-${name}-retrain`, functionsOf(name)] as const,
    [`ratchet-${name}-rollback`, []] as const,
  ]);
  const environments = Object.assign({}, ...names.map(modelEnvironments));
  const { clients } = await accountWith(Object.fromEntries(machines), environments);
  const connect = connectToAws(() => ({ ...awsOperatorClients(), ...clients }));
  return (modelName: string | null) =>
    connect({ modelName, platformName: null }, async (connection: ModelConnection) => connection);
}

test('a model of the account is connected to in real time, and its executions go on by themselves', async () => {
  const connect = await setUp('churn');

  expect(await connect(null)).toMatchObject({
    modelName: 'churn',
    platformName: 'ratchet',
    place: 'AWS eu-west-1',
    functionName: 'churn-predict',
    goesOn: true,
  });
});

test('the console shows an execution at its region and ARN', async () => {
  const { consoleLink, retrainMachineArn } = await (await setUp('churn'))('churn');
  const arn = `${retrainMachineArn.replace('stateMachine', 'execution')}:monday`;

  expect(consoleLink(arn)).toBe(
    `https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/${arn}`,
  );
});

test('one of several models has to be named', async () => {
  const connect = await setUp('churn', 'leads');

  expect((await connect('leads')).modelName).toBe('leads');
  await expect(connect(null)).rejects.toThrow("--model should say which is meant of 'churn'");
});

test('for a name that nothing has, it is said what there is', async () => {
  await expect((await setUp('churn'))('leads')).rejects.toThrow(
    "'leads' is not deployed in AWS eu-west-1: there is 'churn'",
  );
});

test('an account without models is said to have none', async () => {
  const connecting = (await setUp())(null);

  await expect(connecting).rejects.toThrow(NotFound);
  await expect(connecting).rejects.toThrow('no model is deployed in AWS eu-west-1');
});
