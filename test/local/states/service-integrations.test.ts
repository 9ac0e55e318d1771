import { expect, test } from 'vitest';
import { AwsError, type Operations } from '../../../lib/local/aws-error.ts';
import { findResource } from '../../../lib/local/states/resources.ts';
import { optimizedIntegrations, sdkIntegrations } from '../../../lib/local/states/service-integrations.ts';
import { execute, machineOf, scripted, statesSetUp } from './states-set-up.ts';

const calling = (resource: string, input: unknown = {}) =>
  machineOf({ A: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Arguments: input, End: true } });

test('an entry that events:putEvents does not take fails the task', async () => {
  const answer = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'X' }] };
  const events: Operations = { PutEvents: () => answer };

  expect(
    await execute(statesSetUp(optimizedIntegrations({ events })), calling('events:putEvents', { Entries: [{}] })),
  ).toMatchObject({
    error: 'EventBridge.FailedEntry',
    cause: JSON.stringify(answer),
  });
});

test('a service with small letters on the wire gets and gives capitals', async () => {
  const seen: unknown[] = [];
  const operations: Operations = {
    StartExecution: (input) => {
      seen.push(input);
      return { executionArn: 'x', tags: [{ key: 'k' }] };
    },
  };
  const setUp = statesSetUp(sdkIntegrations({ sfn: { operations, camelCase: true } }));

  const { output } = await execute(
    setUp,
    calling('aws-sdk:sfn:startExecution', { StateMachineArn: 'm', Tags: [{ Key: 1 }] }),
  );

  expect(seen).toEqual([{ stateMachineArn: 'm', tags: [{ key: 1 }] }]);
  expect(output).toEqual({ ExecutionArn: 'x', Tags: [{ Key: 'k' }] });
});

test.each([
  ['sfn', 'StateMachineDoesNotExist', 'Sfn.StateMachineDoesNotExistException'],
  ['sns', 'NotFoundException', 'Sns.NotFoundException'],
  ['cloudwatch', 'InternalServiceFault', 'CloudWatch.InternalServiceFaultException'],
])('an error of aws-sdk:%s named %s becomes %s', async (service, code, error) => {
  const refuse = () => {
    throw new AwsError(code, 'no');
  };
  const setUp = statesSetUp(sdkIntegrations({ [service]: { operations: { DoIt: refuse } } }));

  expect(await execute(setUp, calling(`aws-sdk:${service}:doIt`))).toMatchObject({ error });
});

test('only what a service can do is known', () => {
  const integrations = {
    ...optimizedIntegrations({ dynamodb: { GetItem: () => ({}) } }),
    ...sdkIntegrations({ s3: { operations: { GetObject: () => ({}) } } }),
  };

  expect(Object.keys(integrations)).toEqual([
    'arn:aws:states:::dynamodb:getItem',
    'arn:aws:states:::aws-sdk:s3:getObject',
  ]);
});

test('arguments that are no object fail the execution', async () => {
  const setUp = statesSetUp(optimizedIntegrations({ sns: { Publish: () => ({}) } }));

  expect(await execute(setUp, calling('sns:publish', [1]))).toMatchObject({ error: 'States.Runtime' });
});

test('an exact resource comes before patterns, and a longer pattern before a shorter one', () => {
  const [exact, long, short] = [scripted('exact'), scripted('long'), scripted('short')].map(
    ({ integration }) => integration,
  );
  const integrations = {
    'arn:aws:states:::*': short,
    'arn:aws:states:::x:*': long,
    'arn:aws:states:::x:y': exact,
  } as never;
  const found = (resource: string) => findResource(resource, integrations)?.integration;

  expect(found('arn:aws:states:::x:y')).toBe(exact);
  expect(found('arn:aws:states:::x:y.waitForTaskToken')).toBe(exact);
  expect(found('arn:aws:states:::x:z')).toBe(long);
  expect(found('arn:aws:states:::z:z')).toBe(short);
  expect(found('arn:aws:lambda:r:a:function:f')).toBeUndefined();
});

test('a bare function cannot wait for a token', () => {
  const integrations = { 'arn:aws:lambda:*': scripted(1).integration };

  expect(findResource('arn:aws:lambda:r:a:function:f', integrations)?.type).toBeNull();
  expect(findResource('arn:aws:lambda:r:a:function:f.waitForTaskToken', integrations)).toBeUndefined();
});
