import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import { dynamoDbSentNotices } from '../../lib/aws/dynamodb-sent-notices.ts';
import { dynamoDbVersionRecords } from '../../lib/aws/dynamodb-version-records.ts';
import { LedgerBroken, LedgerConflict } from '../../lib/domain/ledger/ledger-errors.ts';
import { MODEL, minute } from '../domain/ledger/ledger-samples.ts';
import { appendAll, sampleEntries } from './ledger-contract.ts';
import { sampleRecord } from './sample-version-record.ts';
import { clientConfig } from './wire/client-config.ts';
import { createRegistry, startDynamoDb } from './wire/dynamodb-stand-in.ts';
import { forwardTo } from './wire/forward.ts';
import { errorAnswer, type JsonProtocol, ServiceError } from './wire/json-wire.ts';
import { type Interruption, LOST, startWire, type Wire } from './wire/wire.ts';

const protocol: JsonProtocol = { version: '1.0', target: 'DynamoDB_20120810' };

let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;
let wire: Wire;
let registry: Awaited<ReturnType<typeof createRegistry>>;

beforeAll(async () => {
  dynamoDb = await startDynamoDb();
});
afterAll(() => dynamoDb.close());

beforeEach(async () => {
  wire = await startWire(forwardTo(dynamoDb.endpoint));
  registry = await createRegistry(wire.endpoint);
  wire.requests.length = 0;
});
afterEach(() => wire.close());

function operationOf({ headers }: Wire['requests'][number]): string | undefined {
  return headers['x-amz-target']?.split('.')[1];
}

function sent(): { readonly operation: string | undefined; readonly input: Record<string, unknown> }[] {
  return wire.requests.map((request) => ({
    operation: operationOf(request),
    input: JSON.parse(request.body.toString()),
  }));
}

/** The write takes place, its answer does not arrive. */
const loseAnswerOfPut: Interruption = (request, next) =>
  operationOf(request) === 'PutItem' ? next(request).then(() => LOST) : undefined;

const failWith =
  (code: string, status = 400): Interruption =>
  () =>
    Promise.resolve(errorAnswer(protocol, new ServiceError(code, 'not now', status)));

async function itemCount(): Promise<number | undefined> {
  return (await registry.client.send(new ScanCommand({ TableName: registry.tableName }))).Count;
}

describe('the requests', () => {
  test('the head is one strongly consistent query of the table itself', async () => {
    const ledger = dynamoDbLedger(registry.client, registry.tableName);

    await ledger.readHead(MODEL);

    expect(sent()).toMatchObject([
      { operation: 'Query', input: { ConsistentRead: true, ScanIndexForward: false, Limit: 1 } },
    ]);
    expect(sent()[0]?.input).not.toHaveProperty('IndexName');
  });

  test('an append is one conditional PutItem', async () => {
    const ledger = dynamoDbLedger(registry.client, registry.tableName);
    const [entry] = sampleEntries(1);

    await appendAll(ledger, sampleEntries(1));

    expect(sent()).toMatchObject([
      {
        operation: 'PutItem',
        input: {
          ConditionExpression: 'attribute_not_exists(sk)',
          Item: {
            pk: { S: `ledger#${MODEL}` },
            sk: { S: '000000000001' },
            hash: { S: entry?.hash },
            time: { S: entry?.event.at },
            type: { S: 'bootstrapped' },
          },
        },
      },
    ]);
    expect(sent()[0]?.input).not.toHaveProperty('ReturnValuesOnConditionCheckFailure');
  });

  test('the entry at a time is one strongly consistent query of the time index', async () => {
    const ledger = dynamoDbLedger(registry.client, registry.tableName);

    await ledger.readAt(MODEL, minute(1));

    expect(sent()).toMatchObject([{ operation: 'Query', input: { ConsistentRead: true, IndexName: 'by-time' } }]);
  });

  test('nothing but PutItem, GetItem and Query is ever asked for, and every read is strongly consistent', async () => {
    const { client, tableName } = registry;
    const ledger = dynamoDbLedger(client, tableName);
    const records = dynamoDbVersionRecords(client, tableName);
    const notices = dynamoDbSentNotices(client, tableName);

    await appendAll(ledger, [...sampleEntries(2), ...sampleEntries(2)]);
    await Promise.all([ledger.readHead(MODEL), ledger.readAt(MODEL, minute(1)), ledger.readFrom(MODEL, 1, 9)]);
    await records.put(sampleRecord('1.0.0'));
    await records.put(sampleRecord('1.0.0'));
    await Promise.all([records.read(MODEL, '1.0.0'), records.list(MODEL)]);
    await notices.markSent(MODEL, 1);
    await notices.isSent(MODEL, 1);

    const operations = sent().map(({ operation }) => operation);
    expect([...new Set(operations)].sort()).toEqual(['GetItem', 'PutItem', 'Query']);
    const reads = sent().filter(({ operation }) => operation !== 'PutItem');
    expect(reads.every(({ input }) => input.ConsistentRead === true)).toBe(true);
  });
});

describe('an answer that is lost after the write', () => {
  test('the retry of the SDK meets its own entry, which counts as written', async () => {
    const ledger = dynamoDbLedger(registry.client, registry.tableName);
    wire.interrupt(loseAnswerOfPut);

    await appendAll(ledger, sampleEntries(1));

    expect(sent().map(({ operation }) => operation)).toEqual(['PutItem', 'PutItem', 'GetItem']);
    expect(await itemCount()).toBe(1);
    expect(await ledger.readHead(MODEL)).toEqual(sampleEntries(1)[0]);
  });

  test('the retry of the caller meets its own entry too', async () => {
    const impatient = new DynamoDBClient({ ...clientConfig(wire.endpoint), retryStrategy: undefined, maxAttempts: 1 });
    const ledger = dynamoDbLedger(impatient, registry.tableName);
    wire.interrupt(loseAnswerOfPut);

    await expect(appendAll(ledger, sampleEntries(1))).rejects.toThrow();
    await appendAll(ledger, sampleEntries(1));

    expect(await itemCount()).toBe(1);
  });

  test('a retry that meets the entry of a faster writer is a conflict', async () => {
    const ledger = dynamoDbLedger(registry.client, registry.tableName);
    const rival = dynamoDbLedger(registry.client, registry.tableName);
    const [first, second] = sampleEntries(2);
    if (!first || !second) throw new Error('two entries');
    const faster = { ...second, event: { ...second.event, reason: 'somebody else was faster' } };
    await ledger.append(first);
    // the first attempt never arrives; before the second one another writer takes the number
    wire.interrupt((request) =>
      operationOf(request) === 'PutItem' ? rival.append(faster).then(() => LOST) : undefined,
    );

    await expect(ledger.append(second)).rejects.toThrow(LedgerConflict);

    expect((await ledger.readHead(MODEL))?.event.reason).toBe('somebody else was faster');
  });

  test('a version record and a notice survive it as well', async () => {
    const records = dynamoDbVersionRecords(registry.client, registry.tableName);
    const notices = dynamoDbSentNotices(registry.client, registry.tableName);

    wire.interrupt(loseAnswerOfPut);
    await records.put(sampleRecord('1.0.0'));
    wire.interrupt(loseAnswerOfPut);
    await notices.markSent(MODEL, 7);

    expect(await records.list(MODEL)).toEqual([sampleRecord('1.0.0')]);
    expect(await notices.isSent(MODEL, 7)).toBe(true);
    expect(await itemCount()).toBe(2);
  });
});

describe('a table that is busy', () => {
  test.each([
    ['ProvisionedThroughputExceededException', 400],
    ['ThrottlingException', 400],
    ['InternalServerError', 500],
  ])('%s is tried again', async (code, status) => {
    const ledger = dynamoDbLedger(registry.client, registry.tableName);
    wire.interrupt(failWith(code, status), 3);

    await appendAll(ledger, sampleEntries(1));

    expect(wire.requests).toHaveLength(4);
    expect(await ledger.readHead(MODEL)).toEqual(sampleEntries(1)[0]);
  });

  test('a throttle that does not end is passed on under its own name', async () => {
    const ledger = dynamoDbLedger(registry.client, registry.tableName);
    wire.interrupt(failWith('ThrottlingException'), 9);

    await expect(ledger.readHead(MODEL)).rejects.toMatchObject({ name: 'ThrottlingException' });
  });

  test('a role without permission is told so, at once', async () => {
    const ledger = dynamoDbLedger(registry.client, registry.tableName);
    wire.interrupt(failWith('AccessDeniedException'));

    await expect(ledger.readHead(MODEL)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(wire.requests).toHaveLength(1);
  });
});

describe('more than one page', () => {
  /** Makes the table answer as if two items filled a page. */
  const shortPages: Interruption = (request, next) => {
    if (operationOf(request) !== 'Query') return undefined;
    const input = JSON.parse(request.body.toString());
    const Limit = Math.min(input.Limit ?? 2, 2);
    return next({ ...request, body: Buffer.from(JSON.stringify({ ...input, Limit })) });
  };

  test('entries are read over as many pages as it takes', async () => {
    const ledger = dynamoDbLedger(registry.client, registry.tableName);
    const entries = sampleEntries(7);
    await appendAll(ledger, entries);
    wire.requests.length = 0;
    wire.interrupt(shortPages, 9);

    const read = await ledger.readFrom(MODEL, 1, 5);

    expect(read.map(({ hash }) => hash)).toEqual(entries.slice(0, 5).map(({ hash }) => hash));
    expect(wire.requests).toHaveLength(3);
  });

  test('records are read over as many pages as it takes', async () => {
    const records = dynamoDbVersionRecords(registry.client, registry.tableName);
    for (const patch of [0, 1, 2, 3, 4]) await records.put(sampleRecord(`1.0.${patch}`));
    wire.interrupt(shortPages, 9);

    expect(await records.list(MODEL)).toHaveLength(5);
  });
});

test('an entry that was altered in the table is not read as one', async () => {
  const ledger = dynamoDbLedger(registry.client, registry.tableName);
  wire.interrupt((request, next) => {
    const text = request.body.toString().replaceAll('it was time', 'nobody knows');
    return next({ ...request, body: Buffer.from(text) });
  });
  await appendAll(ledger, sampleEntries(1));

  await expect(ledger.readHead(MODEL)).rejects.toThrow(LedgerBroken);
  await expect(ledger.readAt(MODEL, minute(1))).rejects.toThrow(LedgerBroken);
});
