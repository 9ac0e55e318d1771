import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoDbPredictionStore } from '../../lib/aws/dynamodb-prediction-store.ts';
import { RecordBroken } from '../../lib/domain/ports/adapter-errors.ts';
import { inMemoryPredictionStore } from '../in-memory/in-memory-prediction-store.ts';
import { incompressibleRows, predictionStoreContract, samplePrediction } from './prediction-store-contract.ts';
import { createExpiringTable } from './wire/dynamodb-expiring-table.ts';
import { startDynamoDb } from './wire/dynamodb-stand-in.ts';
import { forwardTo } from './wire/forward.ts';
import { errorAnswer, ServiceError } from './wire/json-wire.ts';
import { startWire } from './wire/wire.ts';

let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;

beforeAll(async () => {
  dynamoDb = await startDynamoDb();
});
afterAll(() => dynamoDb.close());

predictionStoreContract('predictions in memory', async () => inMemoryPredictionStore());

predictionStoreContract('predictions in DynamoDB', async () => {
  const { client, tableName } = await createExpiringTable(dynamoDb.endpoint);
  return dynamoDbPredictionStore(client, tableName);
});

const setUp = async (endpoint = dynamoDb.endpoint) => {
  const table = await createExpiringTable(endpoint);
  return { ...table, store: dynamoDbPredictionStore(table.client, table.tableName) };
};

describe('a record in DynamoDB', () => {
  test('of one row is one small item that says when it may go', async () => {
    const { store, items } = await setUp();

    await store.put(samplePrediction('p'), 90);

    const [item, ...others] = await items();
    expect(others).toEqual([]);
    // 2026-04-05T10:15:00Z
    expect(item).toMatchObject({ pk: { S: 'p' }, more: { N: '0' }, expiresAt: { N: '1775384100' } });
    expect(item?.body?.B?.byteLength).toBeLessThan(300);
  });

  test('that is too long for one item is several, each of which expires', async () => {
    const { store, items } = await setUp();

    await store.put(samplePrediction('p', { rows: incompressibleRows(1000) }), 90);

    const stored = await items();
    expect(stored.map(({ pk }) => pk?.S).sort()).toEqual(['p', 'p#1']);
    expect(stored.map(({ expiresAt }) => expiresAt?.N)).toEqual(['1775384100', '1775384100']);
  });

  test('of which a piece has expired is not there any more', async () => {
    const { store, client, tableName } = await setUp();
    await store.put(samplePrediction('p', { rows: incompressibleRows(1000) }), 90);
    await client.send(new DeleteItemCommand({ TableName: tableName, Key: { pk: { S: 'p#1' } } }));

    expect(await store.read('p')).toBeNull();
  });

  test('is not there before all of its pieces are', async () => {
    const wire = await startWire(forwardTo(dynamoDb.endpoint));
    const { store } = await setUp(wire.endpoint);
    const refusal = errorAnswer(
      { version: '1.0', target: 'DynamoDB_20120810' },
      new ServiceError('AccessDeniedException', 'not this piece'),
    );
    wire.interrupt(({ body }) => (body.toString().includes('p#1') ? Promise.resolve(refusal) : undefined));

    const put = store.put(samplePrediction('p', { rows: incompressibleRows(1000) }), 90);

    await expect(put).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(await store.read('p')).toBeNull();
    await wire.close();
  });

  test('is never read for one of its pieces', async () => {
    const { store } = await setUp();
    await store.put(samplePrediction('p', { rows: incompressibleRows(1000) }), 90);

    expect(await store.read('p#1')).toBeNull();
  });

  test('that was altered is not taken for one', async () => {
    const { store, client, tableName } = await setUp();
    const Item = { pk: { S: 'p' }, body: { B: Buffer.from('spoiled') }, more: { N: '0' } };
    await client.send(new PutItemCommand({ TableName: tableName, Item }));

    await expect(store.read('p')).rejects.toThrow(RecordBroken);
    await expect(store.read('p')).rejects.toThrow(/the record of the prediction 'p' is none/);
  });

  test('that was altered is told of, and does not keep the others from being read', async () => {
    const { store, client, tableName } = await setUp();
    const Item = { pk: { S: 'p' }, body: { B: Buffer.from('spoiled') }, more: { N: '0' } };
    await client.send(new PutItemCommand({ TableName: tableName, Item }));
    for (const id of ['q', 'r']) await store.put(samplePrediction(id), 90);

    const [broken, read]: [Error[], string[]] = [[], []];
    for await (const { predictionId } of store.records((error) => broken.push(error))) read.push(predictionId);

    expect(read.sort()).toEqual(['q', 'r']);
    expect(broken.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^the record of the prediction 'p' is none/),
    ]);
  });
});
