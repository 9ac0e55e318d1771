import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { streamEventSchema } from '../../../lib/domain/steps/stream-records.ts';
import { EventLog } from '../../../lib/local/event-log.ts';
import { TableStore } from '../../../lib/local/stores/table-store.ts';
import { VirtualClock } from '../../../lib/local/virtual-clock.ts';
import { inProcessServices, START } from '../endpoints/in-process-services.ts';
import { plainTable } from './sample-tables.ts';

async function streamedTable(StreamViewType = 'NEW_IMAGE', more = {}) {
  const clock = new VirtualClock(START);
  const log = new EventLog(() => clock.now());
  const tables = new TableStore({ clock, log });
  const { streamArn } = await tables.createTable('outcomes', {
    ...plainTable,
    StreamSpecification: { StreamViewType },
    ...more,
  });
  const { config } = inProcessServices({ dynamodb: tables.operations }, { clock, log });
  const feed = tables.feed(streamArn ?? '');
  const seen = () =>
    feed.read(null, 100).map(({ eventName, dynamodb: { Keys, NewImage } }) => [eventName, Keys.pk?.S, NewImage?.v?.N]);
  return { tables, clock, feed, seen, client: new DynamoDBClient(config('dynamodb')) };
}

const TableName = 'outcomes';
const item = (pk: string, v: number | string) => ({ pk: { S: pk }, v: { N: String(v) } });
const keyOf = (pk: string) => ({ pk: { S: pk } });
const increase = { UpdateExpression: 'ADD v :one', ExpressionAttributeValues: { ':one': { N: '1' } } };

test('every way of writing leaves its record, in the order of the writes', async () => {
  const { client, seen } = await streamedTable();

  await client.send(new PutItemCommand({ TableName, Item: item('a', 1) }));
  await client.send(new PutItemCommand({ TableName, Item: item('a', 2) }));
  await client.send(new UpdateItemCommand({ TableName, Key: keyOf('a'), ...increase }));
  await client.send(new UpdateItemCommand({ TableName, Key: keyOf('b'), ...increase }));
  const requests = [
    { PutRequest: { Item: item('c', 7) } },
    { PutRequest: { Item: item('b', 8) } },
    { DeleteRequest: { Key: keyOf('a') } },
  ];
  await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
  await client.send(new DeleteItemCommand({ TableName, Key: keyOf('b') }));

  expect(seen()).toEqual([
    ['INSERT', 'a', '1'],
    ['MODIFY', 'a', '2'],
    ['MODIFY', 'a', '3'],
    ['INSERT', 'b', '1'],
    ['INSERT', 'c', '7'],
    ['MODIFY', 'b', '8'],
    ['REMOVE', 'a', undefined],
    ['REMOVE', 'b', undefined],
  ]);
});

test('a write that changes nothing leaves no record', async () => {
  const { client, seen } = await streamedTable();
  await client.send(new PutItemCommand({ TableName, Item: item('a', 1) }));

  await client.send(new PutItemCommand({ TableName, Item: item('a', '1.0') }));
  await client.send(new DeleteItemCommand({ TableName, Key: keyOf('missing') }));
  const refused = client.send(
    new PutItemCommand({ TableName, Item: item('a', 5), ConditionExpression: 'attribute_not_exists(pk)' }),
  );
  await expect(refused).rejects.toThrow();

  expect(seen()).toEqual([['INSERT', 'a', '1']]);
});

test('numbers appear as they are stored', async () => {
  const { client, feed } = await streamedTable();

  await client.send(new PutItemCommand({ TableName, Item: item('a', '1.50') }));
  const Item = { ...item('b', 2), list: { L: [{ N: '1e2' }, { NS: ['007'] }] } };
  await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item } }] } }));

  const images = feed.read(null, 9).map(({ dynamodb }) => dynamodb.NewImage);
  expect(images).toEqual([item('a', '1.5'), { ...item('b', 2), list: { L: [{ N: '100' }, { NS: ['7'] }] } }]);
});

test('what the caller asked for comes back, and nothing else', async () => {
  const { client } = await streamedTable();

  const first = await client.send(new PutItemCommand({ TableName, Item: item('a', 1) }));
  const second = await client.send(new PutItemCommand({ TableName, Item: item('a', 2) }));
  const third = await client.send(new PutItemCommand({ TableName, Item: item('a', 3), ReturnValues: 'ALL_OLD' }));
  const fourth = await client.send(new DeleteItemCommand({ TableName, Key: keyOf('a') }));
  const wrong = client.send(new PutItemCommand({ TableName, Item: item('a', 3), ReturnValues: 'ALL_NEW' }));

  expect([first, second, third, fourth].map((output) => output.Attributes)).toEqual([
    undefined,
    undefined,
    item('a', 2),
    undefined,
  ]);
  await expect(wrong).rejects.toMatchObject({ name: 'ValidationException' });
});

test('records have what an event source mapping hands on', async () => {
  const { client, feed, clock } = await streamedTable();
  await clock.runUntil(START + 1500);

  await client.send(new PutItemCommand({ TableName, Item: item('a', 1) }));

  const Records = feed.read(null, 1);
  expect(Records).toEqual([
    {
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-central-1',
      eventSourceARN: feed.arn,
      dynamodb: {
        ApproximateCreationDateTime: START / 1000 + 1,
        Keys: keyOf('a'),
        NewImage: item('a', 1),
        SequenceNumber: '100000000000000000001',
        StreamViewType: 'NEW_IMAGE',
      },
    },
  ]);
  expect(streamEventSchema.safeParse({ Records }).success).toBe(true);
});

test.each([
  ['KEYS_ONLY', undefined, undefined],
  ['OLD_IMAGE', undefined, item('a', 1)],
  ['NEW_AND_OLD_IMAGES', item('a', 2), item('a', 1)],
])('a stream of %s shows these images only', async (viewType, NewImage, OldImage) => {
  const { client, feed } = await streamedTable(viewType);

  await client.send(new PutItemCommand({ TableName, Item: item('a', 1) }));
  await client.send(new PutItemCommand({ TableName, Item: item('a', 2) }));

  expect(feed.read(null, 9)[1]?.dynamodb).toMatchObject({
    ...(NewImage && { NewImage }),
    ...(OldImage && { OldImage }),
  });
  expect(Object.keys(feed.read(null, 9)[1]?.dynamodb ?? {})).toHaveLength(4 + (NewImage ? 1 : 0) + (OldImage ? 1 : 0));
});

test('a reader goes on behind the record that it has, also when older ones are gone', async () => {
  const { client, feed, clock } = await streamedTable();
  let told = 0;
  feed.listen(() => {
    told += 1;
  });
  const put = (pk: string) => client.send(new PutItemCommand({ TableName, Item: item(pk, 1) }));
  for (const pk of ['a', 'b', 'c']) await put(pk);
  const [first] = feed.read(null, 1);
  const keys = (after: string | null) => feed.read(after, 2).map(({ dynamodb }) => dynamodb.Keys.pk?.S);

  expect(keys(first?.dynamodb.SequenceNumber ?? null)).toEqual(['b', 'c']);
  await clock.runUntil(START + 25 * 3600 * 1000);
  await put('d');

  expect(keys(first?.dynamodb.SequenceNumber ?? null)).toEqual(['d']);
  expect(keys(null)).toEqual(['d']);
  expect(keys(feed.newest())).toEqual([]);
  expect(told).toBe(4);
});

test('expired items go at the next full hour, and the stream says who took them', async () => {
  const { client, tables, feed, clock } = await streamedTable('NEW_IMAGE', {
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  });
  const expiresAt = (hours: number) => ({ expiresAt: { N: String(START / 1000 + hours * 3600) } });
  const put = (pk: string, hours: number) =>
    client.send(new PutItemCommand({ TableName, Item: { ...keyOf(pk), ...expiresAt(hours) } }));
  await put('soon', 1.5);
  await put('prolonged', 1.5);
  await put('late', 50);
  await client.send(new PutItemCommand({ TableName, Item: keyOf('never') }));
  await put('ancient', -6 * 365 * 24);
  const prolong = {
    UpdateExpression: 'SET expiresAt = :at',
    ExpressionAttributeValues: { ':at': expiresAt(9).expiresAt },
  };
  await client.send(new UpdateItemCommand({ TableName, Key: keyOf('prolonged'), ...prolong }));
  const left = async () => (await tables.items(TableName)).map(({ pk }) => pk?.S).sort();

  await clock.runUntil(START + 1.9 * 3600 * 1000);
  expect(await left()).toContain('soon');
  await clock.runUntil(START + 2 * 3600 * 1000);

  expect(await left()).toEqual(['ancient', 'late', 'never', 'prolonged']);
  expect(feed.read(null, 99).at(-1)).toMatchObject({
    eventName: 'REMOVE',
    userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    dynamodb: { Keys: keyOf('soon') },
  });
  await clock.runUntil(START + 60 * 3600 * 1000);
  expect(await left()).toEqual(['ancient', 'never']);
});

test('items of a table without a stream expire too, however many in one go', async () => {
  const { client, tables, clock } = await tableWithoutStream();
  const N = String(START / 1000 + 60);
  for (let batch = 0; batch < 4; batch++) {
    const requests = Array.from({ length: 25 }, (_, index) => ({
      PutRequest: { Item: { ...keyOf(`${batch}-${index}`), expiresAt: { N } } },
    }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
  }

  await clock.runUntil(START + 3600 * 1000);

  expect(await tables.items(TableName)).toEqual([]);
});

test('a key that is a number is the same key in whatever form it is sent', async () => {
  const { tables, feed } = await streamedTable('NEW_IMAGE', {
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'N' }],
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  });
  const put = (N: string) =>
    tables.operations.PutItem?.({ TableName, Item: { pk: { N }, at: { S: N } } }, { id: 'test' });

  await put('1.0');
  await put('1');
  await tables.operations.DeleteItem?.({ TableName, Key: { pk: { N: '1e0' } } }, { id: 'test' });

  const seen = feed.read(null, 9).map(({ eventName, dynamodb }) => [eventName, dynamodb.Keys.pk?.N]);
  expect(seen).toEqual([
    ['INSERT', '1'],
    ['MODIFY', '1'],
    ['REMOVE', '1'],
  ]);
});

async function tableWithoutStream() {
  const clock = new VirtualClock(START);
  const log = new EventLog(() => clock.now());
  const tables = new TableStore({ clock, log });
  await tables.createTable(TableName, {
    ...plainTable,
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  });
  const { config } = inProcessServices({ dynamodb: tables.operations }, { clock, log });
  return { tables, clock, client: new DynamoDBClient(config('dynamodb')) };
}
