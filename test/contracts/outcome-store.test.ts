import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dynamoDbOutcomeStore, outcomeOfItem } from '../../lib/aws/dynamodb-outcome-store.ts';
import { canonicalJson } from '../../lib/domain/canonical-json.ts';
import { RecordBroken } from '../../lib/domain/ports/adapter-errors.ts';
import { inMemoryOutcomeStore } from '../in-memory/in-memory-outcome-store.ts';
import { outcomeStoreContract } from './outcome-store-contract.ts';
import { sampleOutcome } from './sample-outcome.ts';
import { createExpiringTable } from './wire/dynamodb-expiring-table.ts';
import { startDynamoDb } from './wire/dynamodb-stand-in.ts';
import { forwardTo } from './wire/forward.ts';
import { LOST, startWire, type Wire } from './wire/wire.ts';

let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;

beforeAll(async () => {
  dynamoDb = await startDynamoDb();
});
afterAll(() => dynamoDb.close());

outcomeStoreContract('outcomes in memory', async () => {
  const store = inMemoryOutcomeStore();
  return { store, outcomes: async () => store.outcomes() };
});

outcomeStoreContract('outcomes in DynamoDB', async () => {
  const { client, tableName, items } = await createExpiringTable(dynamoDb.endpoint);
  // what the stream shows is what was stored
  const outcomes = async () => (await items()).map((item) => outcomeOfItem(JSON.parse(JSON.stringify(item))));
  return { store: dynamoDbOutcomeStore(client, tableName), outcomes };
});

describe('the requests', () => {
  let wire: Wire;
  let table: Awaited<ReturnType<typeof createExpiringTable>>;

  beforeEach(async () => {
    wire = await startWire(forwardTo(dynamoDb.endpoint));
    table = await createExpiringTable(wire.endpoint);
    wire.requests.length = 0;
  });
  afterEach(() => wire.close());

  test('a put is one conditional PutItem of canonical text that says when it may go', async () => {
    const store = dynamoDbOutcomeStore(table.client, table.tableName);
    const outcome = sampleOutcome('a', { receivedAt: '2026-01-05T10:15:00.001Z' });

    await store.put(outcome, 180);

    expect(wire.requests.map(({ headers }) => headers['x-amz-target'])).toEqual(['DynamoDB_20120810.PutItem']);
    expect(JSON.parse(String(wire.requests[0]?.body))).toMatchObject({
      ConditionExpression: 'attribute_not_exists(pk)',
      Item: {
        pk: { S: 'a' },
        body: { S: canonicalJson(outcome) },
        // 2026-07-04T10:15:01Z, never before the last millisecond is over
        expiresAt: { N: '1783160101' },
      },
    });
  });

  test('an answer that is lost after the write ends as a duplicate, and the outcome is stored', async () => {
    const store = dynamoDbOutcomeStore(table.client, table.tableName);
    wire.interrupt((request, next) => next(request).then(() => LOST));

    expect(await store.put(sampleOutcome('a'), 180)).toBe(false);

    expect(await table.items()).toHaveLength(1);
  });

  test('a failure of another kind is no duplicate', async () => {
    const store = dynamoDbOutcomeStore(table.client, 'no-such-table');

    await expect(store.put(sampleOutcome('a'), 180)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

test.each([
  ['without a body', { pk: { S: 'a' } }],
  ['whose body is binary', { pk: { S: 'a' }, body: { B: 'e30=' } }],
  ['whose body is no JSON', { pk: { S: 'a' }, body: { S: '{' } }],
  ['whose body is no outcome', { pk: { S: 'a' }, body: { S: '{"id":"a"}' } }],
])('an item %s is refused by its key', (_, item) => {
  expect(() => outcomeOfItem(item)).toThrow(RecordBroken);
  expect(() => outcomeOfItem(item)).toThrow(/the item "a" is no outcome: /);
});
