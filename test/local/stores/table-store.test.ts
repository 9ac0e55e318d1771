import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { EventLog } from '../../../lib/local/event-log.ts';
import { TableStore } from '../../../lib/local/stores/table-store.ts';
import { VirtualClock } from '../../../lib/local/virtual-clock.ts';
import { inProcessServices, START } from '../endpoints/in-process-services.ts';
import { plainTable, registryTable } from './sample-tables.ts';

async function tableStore() {
  const clock = new VirtualClock(START);
  const log = new EventLog(() => clock.now());
  const tables = new TableStore({ clock, log });
  const services = inProcessServices({ dynamodb: tables.operations }, { clock, log });
  await tables.createTable('registry', registryTable);
  await tables.createTable('plain', plainTable);
  return { tables, clock, log, client: new DynamoDBClient(services.config('dynamodb')) };
}

const entry = (pk: string, sk: string, time = sk) => ({ pk: { S: pk }, sk: { S: sk }, time: { S: time } });

test('a conditional put takes a key once', async () => {
  const { client } = await tableStore();
  const put = new PutItemCommand({
    TableName: 'registry',
    Item: entry('ledger#m', '1'),
    ConditionExpression: 'attribute_not_exists(sk)',
  });

  await client.send(put);

  await expect(client.send(put)).rejects.toThrow(ConditionalCheckFailedException);
});

test('a local secondary index answers what was newest at a time', async () => {
  const { client } = await tableStore();
  for (const [sk, time] of [
    ['1', '2026-01-01'],
    ['2', '2026-01-03'],
    ['3', '2026-01-02'],
  ] as const) {
    await client.send(new PutItemCommand({ TableName: 'registry', Item: entry('ledger#m', sk, time) }));
  }

  const { Items } = await client.send(
    new QueryCommand({
      TableName: 'registry',
      IndexName: 'by-time',
      KeyConditionExpression: 'pk = :pk AND #time <= :time',
      ExpressionAttributeNames: { '#time': 'time' },
      ExpressionAttributeValues: { ':pk': { S: 'ledger#m' }, ':time': { S: '2026-01-02' } },
      ScanIndexForward: false,
      Limit: 1,
      ConsistentRead: true,
    }),
  );

  expect(Items).toEqual([entry('ledger#m', '3', '2026-01-02')]);
});

test('items are updated, deleted and scanned', async () => {
  const { client } = await tableStore();
  const key = { TableName: 'plain', Key: { pk: { S: 'a' } } };
  const add = { UpdateExpression: 'ADD hits :one', ExpressionAttributeValues: { ':one': { N: '1' } } };

  const updated = await client.send(new UpdateItemCommand({ ...key, ...add, ReturnValues: 'ALL_NEW' }));
  const deleted = await client.send(new DeleteItemCommand({ ...key, ReturnValues: 'ALL_OLD' }));
  const { Count } = await client.send(new ScanCommand({ TableName: 'plain' }));

  expect(updated.Attributes).toEqual({ pk: { S: 'a' }, hits: { N: '1' } });
  expect(deleted.Attributes).toEqual({ pk: { S: 'a' }, hits: { N: '1' } });
  expect(Count).toBe(0);
});

test('a batch is written, and read in the order of the keys', async () => {
  const { client } = await tableStore();
  const keys = Array.from({ length: 20 }, (_, index) => ({ pk: { S: `k${index}` } }));
  const puts = keys.map((Item) => ({ PutRequest: { Item } }));

  await client.send(new BatchWriteItemCommand({ RequestItems: { plain: puts } }));
  const wanted = [...keys].reverse().concat({ pk: { S: 'missing' } });
  const read = await client.send(new BatchGetItemCommand({ RequestItems: { plain: { Keys: wanted } } }));

  expect(read.Responses?.plain).toEqual([...keys].reverse());
  expect(read.UnprocessedKeys).toEqual({});
});

test.each([
  ['twice the same key', [{ pk: { S: 'a' } }, { pk: { S: 'a' } }]],
  ['more than 100 keys', Array.from({ length: 101 }, (_, index) => ({ pk: { S: String(index) } }))],
])('%s in one batch is a mistake of the caller', async (_, Keys) => {
  const { client } = await tableStore();

  const read = client.send(new BatchGetItemCommand({ RequestItems: { plain: { Keys } } }));

  await expect(read).rejects.toMatchObject({ name: 'ValidationException' });
});

test('parallel writers of one item do not lose an update', async () => {
  const { client } = await tableStore();
  const add = { UpdateExpression: 'ADD hits :one', ExpressionAttributeValues: { ':one': { N: '1' } } };
  const key = { TableName: 'registry', Key: { pk: { S: 'a' }, sk: { S: 'b' } } };

  await Promise.all(Array.from({ length: 20 }, () => client.send(new UpdateItemCommand({ ...key, ...add }))));

  const { Item } = await client.send(new GetItemCommand(key));
  expect(Item?.hits).toEqual({ N: '20' });
});

test('a table is described without anything random or real', async () => {
  const { client } = await tableStore();

  const { Table } = await client.send(new DescribeTableCommand({ TableName: 'registry' }));
  const { TableNames } = await client.send(new ListTablesCommand({}));
  const expiry = await client.send(new DescribeTimeToLiveCommand({ TableName: 'registry' }));

  expect(Table).toMatchObject({
    TableName: 'registry',
    TableStatus: 'ACTIVE',
    TableArn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/registry',
    CreationDateTime: new Date(START),
    LatestStreamArn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/registry/stream/2026-01-01T00:00:00.000',
  });
  expect(TableNames).toEqual(['plain', 'registry']);
  expect(expiry.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
});

test('a table that is deleted can be created again, empty', async () => {
  const { tables, client } = await tableStore();
  await client.send(new PutItemCommand({ TableName: 'plain', Item: { pk: { S: 'a' } } }));

  await tables.deleteTable('plain');
  const gone = client.send(new GetItemCommand({ TableName: 'plain', Key: { pk: { S: 'a' } } }));
  await expect(gone).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await tables.createTable('plain', plainTable);

  expect(await tables.items('plain')).toEqual([]);
});

test('a transaction is not known', async () => {
  const { client } = await tableStore();

  const write = client.send(new TransactWriteItemsCommand({ TransactItems: [] }));

  await expect(write).rejects.toMatchObject({ name: 'UnknownOperationException' });
});

test('the old item of a failed condition is refused, because it would be missing', async () => {
  const { tables } = await tableStore();
  const input = { TableName: 'plain', Item: { pk: { S: 'a' } }, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };

  expect(() => tables.operations.PutItem?.(input, { id: 'x' })).toThrow("'ReturnValuesOnConditionCheckFailure'");
});

test.each([
  [{ ...plainTable, BillingMode: 'PROVISIONED' }, "'BillingMode' should be PAY_PER_REQUEST, got PROVISIONED"],
  [{ ...plainTable, StreamSpecification: { StreamViewType: 'ALL' } }, "'StreamViewType' should be one of KEYS_ONLY"],
])('a table that cannot be simulated is refused by name', async (properties, message) => {
  const { tables } = await tableStore();

  await expect(tables.createTable('odd', properties)).rejects.toThrow(`odd: ${message}`);
});

test('the clock waits for the table', async () => {
  const { tables, clock } = await tableStore();
  let isWritten = false;
  clock.schedule(1000, 'write', () => {
    void Promise.resolve(
      tables.operations.PutItem?.({ TableName: 'plain', Item: { pk: { S: 'a' } } }, { id: 'x' }),
    ).then(() => {
      isWritten = true;
    });
  });

  await clock.runUntil(START + 1000);

  expect(isWritten).toBe(true);
});
