import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { AwsError } from '../../../lib/local/aws-error.ts';
import type { Fault } from '../../../lib/local/fault-plan.ts';
import { inProcessServices, inVirtualTime, START } from './in-process-services.ts';

/** A table that counts its writes, under a plan. */
function countingTable(faults: readonly Fault[], crash?: (caller: { id: string }) => void) {
  let writes = 0;
  const PutItem = () => {
    writes += 1;
    return {};
  };
  const services = inProcessServices(
    { dynamodb: { PutItem, GetItem: () => ({}) } },
    { faults, ...(crash && { crash }) },
  );
  const client = new DynamoDBClient(services.config('dynamodb'));
  const put = () => inVirtualTime(services.clock, client.send(new PutItemCommand({ TableName: 'abc', Item: {} })));
  const outcomes = () => services.log.events().map(({ detail }) => detail.code ?? detail.outcome);
  return { ...services, client, put, writes: () => writes, outcomes };
}

test('a throttled call has no effect, and the SDK tries again', async () => {
  const { put, writes, outcomes } = countingTable([{ point: 'dynamodb:PutItem', kind: 'throttle', times: 2 }]);

  await put();

  expect(writes()).toBe(1);
  expect(outcomes()).toEqual(['ThrottlingException', 'ThrottlingException', 'answered']);
});

test.each([
  ['fail-before', 1],
  ['fail-after', 2],
] as const)('after a %s the retry makes it %i writes', async (kind, expected) => {
  const { put, writes, outcomes } = countingTable([{ point: 'dynamodb:PutItem', kind }]);

  await put();

  expect(writes()).toBe(expected);
  expect(outcomes()).toEqual(['InternalServerError', 'answered']);
});

test('a duplicate has its effect twice', async () => {
  const { put, writes, outcomes } = countingTable([{ point: 'dynamodb:PutItem', kind: 'duplicate' }]);

  await put();

  expect(writes()).toBe(2);
  expect(outcomes()).toEqual(['answered']);
});

test('a delayed call is answered later', async () => {
  const { put, clock, writes } = countingTable([{ point: 'dynamodb:PutItem', kind: 'delay', milliseconds: 2500 }]);

  await put();

  expect(writes()).toBe(1);
  expect(clock.now()).toBe(START + 2500);
});

test('a call that times out has its effect, its connection ends, and the SDK tries again', async () => {
  const { put, clock, writes, outcomes } = countingTable([
    { point: 'dynamodb:PutItem', kind: 'time-out', milliseconds: 3000 },
  ]);

  await put();

  expect(writes()).toBe(2);
  expect(clock.now()).toBe(START + 3000);
  expect(outcomes()).toEqual(['unanswered', 'answered']);
});

test('without a number of milliseconds nothing but the caller ends the wait', async () => {
  const { client, clock, writes, outcomes } = countingTable([{ point: 'dynamodb:PutItem', kind: 'time-out' }]);

  let isAnswered = false;
  void client.send(new PutItemCommand({ TableName: 'abc', Item: {} })).then(() => {
    isAnswered = true;
  });
  await client.send(new GetItemCommand({ TableName: 'abc', Key: {} }));
  await clock.runUntil(START + 60_000);
  await client.send(new GetItemCommand({ TableName: 'abc', Key: {} }));

  expect(isAnswered).toBe(false);
  expect(writes()).toBe(1);
  expect(outcomes()).toContain('unanswered');
});

test('a crash takes the calling environment with it', async () => {
  const crashed: string[] = [];
  const { operations, writes } = countingTable([{ point: 'dynamodb:PutItem', kind: 'crash' }], ({ id }) =>
    crashed.push(id),
  );

  const call = operations.dynamodb.PutItem?.({}, { id: 'env-7' });

  await expect(Promise.race([call, new Promise((resolve) => setImmediate(resolve, 'open'))])).resolves.toBe('open');
  expect(crashed).toEqual(['env-7']);
  expect(writes()).toBe(0);
});

test('a crash is refused where nobody can play it', async () => {
  const { operations } = countingTable([{ point: 'dynamodb:PutItem', kind: 'crash' }]);

  await expect(operations.dynamodb.PutItem?.({}, { id: 'x' })).rejects.toThrow(
    'dynamodb:PutItem: a crash of the caller',
  );
});

test('callers inside the runtime meet the same faults, and the effect of a failed call is not theirs to see', async () => {
  const { operations, writes } = countingTable([{ point: 'dynamodb:PutItem', kind: 'fail-after' }]);

  const call = operations.dynamodb.PutItem?.({}, { id: 'execution' });

  await expect(call).rejects.toMatchObject({ code: 'InternalServerError', status: 500 });
  expect(writes()).toBe(1);
});

test('every service is throttled in its own words, which the SDK understands', async () => {
  const faults: Fault[] = [
    { point: 'lambda:Invoke', kind: 'throttle' },
    { point: 's3:GetObject', kind: 'throttle' },
  ];
  const { config, log } = inProcessServices(
    { lambda: { Invoke: () => ({ Payload: '1' }) }, s3: { GetObject: () => ({ Body: Buffer.from('x') }) } },
    { faults },
  );

  await new LambdaClient(config('lambda')).send(new InvokeCommand({ FunctionName: 'f' }));
  await new S3Client(config('s3')).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));

  const codes = log.events().map(({ detail }) => detail.code ?? detail.outcome);
  expect(codes).toEqual(['TooManyRequestsException', 'answered', 'SlowDown', 'answered']);
});

test('quiet calls are logged only when something goes wrong', async () => {
  let isMissing = false;
  const GetItem = () => {
    if (isMissing) throw new AwsError('ResourceNotFoundException', 'no');
    return {};
  };
  const { operations, log } = inProcessServices({ dynamodb: { GetItem } }, { quiet: new Set(['dynamodb:GetItem']) });

  await operations.dynamodb.GetItem?.({}, { id: 'a' });
  isMissing = true;
  await expect(operations.dynamodb.GetItem?.({}, { id: 'a' })).rejects.toThrow(AwsError);

  expect(log.events()).toMatchObject([{ detail: { outcome: 'failed', code: 'ResourceNotFoundException' } }]);
});

test('a refusal inside a service stops the run instead of being retried', async () => {
  const refuse = () => {
    throw new Error('PutItem: nobody simulates this');
  };
  const { config, clock } = inProcessServices({ dynamodb: { PutItem: refuse } });
  const client = new DynamoDBClient({ ...config('dynamodb'), maxAttempts: 1, retryStrategy: undefined });

  await expect(client.send(new PutItemCommand({ TableName: 'abc', Item: {} }))).rejects.toThrow();

  await expect(clock.runUntil(START)).rejects.toThrow('PutItem: nobody simulates this');
});
