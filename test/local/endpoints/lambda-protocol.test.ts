import {
  DeleteFunctionCommand,
  GetAliasCommand,
  InvokeCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  PreconditionFailedException,
  PublishVersionCommand,
  ResourceNotFoundException,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { AwsError, type Operations } from '../../../lib/local/aws-error.ts';
import { inProcessServices } from './in-process-services.ts';

/** A client of Lambda with these operations, and what they were called with. */
function lambdaWith(operations: Operations) {
  const calls: unknown[] = [];
  const recorded = Object.entries(operations).map(([name, perform]): [string, Operations[string]] => [
    name,
    (input, caller) => {
      calls.push({ name, input, caller: caller.id });
      return perform(input, caller);
    },
  ]);
  const services = inProcessServices({ lambda: Object.fromEntries(recorded) });
  return { client: new LambdaClient(services.config('lambda')), calls, services };
}

test('an alias is read and moved under its revision id', async () => {
  const alias = { Name: 'live', FunctionVersion: '1', RevisionId: 'r1', Description: 'seq=1' };
  const { client, calls } = lambdaWith({ GetAlias: () => alias, UpdateAlias: (input) => ({ ...alias, ...input }) });

  const found = await client.send(new GetAliasCommand({ FunctionName: 'predict', Name: 'live' }));
  const RoutingConfig = { AdditionalVersionWeights: { 2: 0.1 } };
  const moved = await client.send(
    new UpdateAliasCommand({
      FunctionName: 'predict',
      Name: 'live',
      FunctionVersion: '1',
      RoutingConfig,
      RevisionId: 'r1',
    }),
  );

  expect(found).toMatchObject(alias);
  expect(moved.RoutingConfig).toEqual(RoutingConfig);
  expect(calls).toEqual([
    { name: 'GetAlias', input: { FunctionName: 'predict', Name: 'live' }, caller: 'test' },
    {
      name: 'UpdateAlias',
      input: { FunctionName: 'predict', Name: 'live', FunctionVersion: '1', RoutingConfig, RevisionId: 'r1' },
      caller: 'test',
    },
  ]);
});

test('an invocation carries its payload and qualifier, and comes back with version and function error', async () => {
  const { client, calls } = lambdaWith({
    Invoke: () => ({
      StatusCode: 200,
      ExecutedVersion: '7',
      FunctionError: 'Unhandled',
      Payload: '{"errorType":"Boom"}',
    }),
  });

  const answer = await client.send(
    new InvokeCommand({
      FunctionName: 'arn:aws:lambda:eu-central-1:1:function:f',
      Qualifier: 'live',
      Payload: '{"a":1}',
    }),
  );

  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '7', FunctionError: 'Unhandled' });
  expect(answer.Payload?.transformToString()).toBe('{"errorType":"Boom"}');
  expect(calls).toMatchObject([
    { input: { FunctionName: 'arn:aws:lambda:eu-central-1:1:function:f', Qualifier: 'live', Payload: '{"a":1}' } },
  ]);
});

test('an asynchronous invocation of fn:live is accepted without an answer', async () => {
  const { client, calls } = lambdaWith({ Invoke: () => ({ StatusCode: 202, Payload: '' }) });

  const answer = await client.send(new InvokeCommand({ FunctionName: 'fn:live', InvocationType: 'Event' }));

  expect(answer.StatusCode).toBe(202);
  expect(calls).toMatchObject([{ input: { FunctionName: 'fn:live', InvocationType: 'Event', Payload: '' } }]);
});

test('versions are published, listed in pages and deleted one by one', async () => {
  const { client, calls } = lambdaWith({
    PublishVersion: () => ({ Version: '3' }),
    ListVersionsByFunction: () => ({ Versions: [{ Version: '3' }], NextMarker: '1' }),
    DeleteFunction: () => ({}),
  });

  const published = await client.send(new PublishVersionCommand({ FunctionName: 'f', CodeSha256: 'abc' }));
  const page = await client.send(new ListVersionsByFunctionCommand({ FunctionName: 'f', MaxItems: 5, Marker: '0' }));
  await client.send(new DeleteFunctionCommand({ FunctionName: 'f', Qualifier: '3' }));

  expect(published.Version).toBe('3');
  expect(page).toMatchObject({ Versions: [{ Version: '3' }], NextMarker: '1' });
  expect(calls).toMatchObject([
    { name: 'PublishVersion', input: { FunctionName: 'f', CodeSha256: 'abc' } },
    { name: 'ListVersionsByFunction', input: { FunctionName: 'f', MaxItems: 5, Marker: '0' } },
    { name: 'DeleteFunction', input: { FunctionName: 'f', Qualifier: '3' } },
  ]);
});

test('a failure of Lambda has its own name in the SDK', async () => {
  const { client } = lambdaWith({
    GetAlias() {
      throw new AwsError('ResourceNotFoundException', 'no alias', 404);
    },
    UpdateAlias() {
      throw new AwsError('PreconditionFailedException', 'stale', 412);
    },
  });
  const alias = { FunctionName: 'f', Name: 'live' };

  await expect(client.send(new GetAliasCommand(alias))).rejects.toThrow(ResourceNotFoundException);
  await expect(client.send(new UpdateAliasCommand(alias))).rejects.toThrow(PreconditionFailedException);
});

test('an operation that is not simulated is refused by name and noted in the log', async () => {
  const { client, services } = lambdaWith({});

  const update = client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Timeout: 3 }));

  await expect(update).rejects.toMatchObject({ name: 'UnknownOperationException' });
  expect(services.log.events()).toMatchObject([
    {
      source: 'lambda',
      type: 'unknown-operation',
      detail: { operation: 'UpdateFunctionConfiguration', caller: 'test' },
    },
  ]);
});
