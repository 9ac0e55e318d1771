import { request } from 'node:http';
import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { AwsError, type Operations } from '../../../lib/local/aws-error.ts';
import { agentTo, inProcessServices } from './in-process-services.ts';
import { requestOver } from './raw-request.ts';

const failing = (code: string, status?: number) => () => {
  throw new AwsError(code, 'no', status);
};

/** Answers with what it was asked. */
const echo: Operations[string] = (input) => input;

test('Step Functions speaks JSON 1.0 with times in epoch seconds', async () => {
  const startDate = 1_767_571_200.5;
  const { config } = inProcessServices({
    states: {
      StartExecution: () => ({ executionArn: 'arn:x', startDate }),
      DescribeExecution: failing('ExecutionDoesNotExist'),
    },
  });
  const client = new SFNClient(config('states'));

  const started = await client.send(new StartExecutionCommand({ stateMachineArn: 'arn:m', input: '{}' }));

  expect(started).toMatchObject({ executionArn: 'arn:x', startDate: new Date(startDate * 1000) });
  await expect(client.send(new DescribeExecutionCommand({ executionArn: 'arn:y' }))).rejects.toMatchObject({
    name: 'ExecutionDoesNotExist',
  });
});

test('an error of Step Functions is of the class that the SDK has for it', async () => {
  const { config } = inProcessServices({ states: { StartExecution: failing('ExecutionAlreadyExists') } });

  const start = new SFNClient(config('states')).send(new StartExecutionCommand({ stateMachineArn: 'arn:m' }));

  await expect(start).rejects.toThrow(ExecutionAlreadyExists);
});

test('CloudWatch speaks JSON 1.0 and repeats an error code for clients of the query protocol', async () => {
  const times = [1_767_571_200, 1_767_571_260];
  const { config } = inProcessServices({
    cloudwatch: {
      GetMetricData: ({ StartTime }) => ({
        MetricDataResults: [{ Id: 'a', Timestamps: times, Values: [1, StartTime], StatusCode: 'Complete' }],
      }),
      DescribeAlarms: failing('ResourceNotFound', 404),
    },
  });
  const client = new CloudWatchClient(config('cloudwatch'));
  const period = { StartTime: new Date(0), EndTime: new Date(60_000) };

  const data = await client.send(new GetMetricDataCommand({ ...period, MetricDataQueries: [] }));

  expect(data.MetricDataResults).toMatchObject([
    { Timestamps: times.map((time) => new Date(time * 1000)), Values: [1, 0] },
  ]);
  await expect(client.send(new DescribeAlarmsCommand({}))).rejects.toMatchObject({ name: 'ResourceNotFound' });
});

test('EventBridge speaks JSON 1.1', async () => {
  const { config } = inProcessServices({
    events: { PutEvents: ({ Entries }) => ({ FailedEntryCount: 0, Entries: [{ EventId: JSON.stringify(Entries) }] }) },
  });
  const Entries = [{ Source: 'ratchet', DetailType: 'Something', Detail: '{"a":1}' }];

  const answer = await new EventBridgeClient(config('events')).send(new PutEventsCommand({ Entries }));

  expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: JSON.stringify(Entries) }] });
});

test('DynamoDB speaks JSON 1.0', async () => {
  const { config } = inProcessServices({
    dynamodb: { GetItem: ({ Key }) => ({ Item: Key }), Query: failing('ResourceNotFoundException') },
  });
  const client = new DynamoDBClient(config('dynamodb'));

  const { Item } = await client.send(new GetItemCommand({ TableName: 'table', Key: { pk: { S: 'ä' } } }));

  expect(Item).toEqual({ pk: { S: 'ä' } });
  await expect(client.send(new QueryCommand({ TableName: 'table' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    $metadata: { httpStatusCode: 400 },
  });
});

test('KMS speaks JSON 1.1', async () => {
  const { serverAt } = inProcessServices({ kms: { Verify: failing('KMSInvalidSignatureException'), Sign: echo } });
  const post = (operation: string, type = 'application/x-amz-json-1.1') =>
    requestOver(agentTo(serverAt(7006)), {
      method: 'POST',
      path: '/',
      headers: { 'content-type': type, 'x-amz-target': `TrentService.${operation}` },
      body: '{"KeyId":"k"}',
    });

  const [signed, refused, unspoken] = [
    await post('Sign'),
    await post('Verify'),
    await post('Sign', 'application/cbor'),
  ];

  expect(signed).toMatchObject({ status: 200, body: '{"KeyId":"k"}' });
  expect(JSON.parse(refused.body)).toEqual({ __type: 'KMSInvalidSignatureException', message: 'no' });
  expect(JSON.parse(unspoken.body)).toMatchObject({ __type: 'UnknownOperationException' });
});

test('a body that is no JSON object is a failure of the caller', async () => {
  const { serverAt } = inProcessServices({ kms: { Sign: echo } });
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.Sign' };

  const answers = await Promise.all(
    ['{', '3', ''].map((body) => requestOver(agentTo(serverAt(7006)), { method: 'POST', path: '/', headers, body })),
  );

  expect(answers.map(({ status }) => status)).toEqual([400, 400, 200]);
});

test('no answer tells the real time, and request ids are the same in every run', async () => {
  const ids = async () => {
    const { serverAt } = inProcessServices({ kms: { Sign: echo } });
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.Sign' };
    const request = { method: 'POST', path: '/', headers, body: '{}' };
    const answers = [
      await requestOver(agentTo(serverAt(7006)), request),
      await requestOver(agentTo(serverAt(7006)), request),
    ];
    expect(answers.map((answer) => answer.headers.date)).toEqual([undefined, undefined]);
    return answers.map((answer) => answer.headers['x-amzn-requestid']);
  };

  const [first, second] = [await ids(), await ids()];

  expect(first).toEqual(second);
  expect(new Set(first).size).toBe(2);
});

test('a client that goes away in the middle of its request disturbs nobody', async () => {
  const calls: unknown[] = [];
  const { serverAt, clock } = inProcessServices({ kms: { Sign: (input) => calls.push(input) } });
  const agent = agentTo(serverAt(7006));
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.Sign' };
  const seen = new Promise<void>((resolve) =>
    serverAt(7006).once('request', (incoming) => incoming.once('close', resolve)),
  );

  const outgoing = request({
    agent,
    host: '127.0.0.1',
    method: 'POST',
    headers: { ...headers, 'content-length': '100' },
  });
  outgoing.on('error', () => undefined);
  serverAt(7006).once('request', () => outgoing.destroy());
  outgoing.write('{');
  await seen;
  const answer = await requestOver(agent, { method: 'POST', path: '/', headers, body: '{"KeyId":"k"}' });
  await clock.runUntil(clock.now());

  expect(answer.status).toBe(200);
  expect(calls).toEqual([{ KeyId: 'k' }]);
});
