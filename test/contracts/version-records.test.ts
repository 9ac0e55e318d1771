import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamoDbVersionRecords } from '../../lib/aws/dynamodb-version-records.ts';
import { canonicalJson } from '../../lib/domain/canonical-json.ts';
import { sha256Hex } from '../../lib/domain/content-hash.ts';
import { RecordBroken } from '../../lib/domain/ports/adapter-errors.ts';
import { inMemoryVersionRecords } from '../in-memory/in-memory-version-records.ts';
import { sampleRecord } from './sample-version-record.ts';
import { versionRecordsContract } from './version-records-contract.ts';
import { createRegistry, startDynamoDb } from './wire/dynamodb-stand-in.ts';

let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;

beforeAll(async () => {
  dynamoDb = await startDynamoDb();
});
afterAll(() => dynamoDb.close());

versionRecordsContract('version records in memory', async () => inMemoryVersionRecords());

versionRecordsContract('version records in DynamoDB', async () => {
  const { client, tableName } = await createRegistry(dynamoDb.endpoint);
  return dynamoDbVersionRecords(client, tableName);
});

const record = canonicalJson(sampleRecord('1.0.0'));
const brokenItems = [
  { flaw: 'a text that was altered', body: record.replace('promote', 'reject'), hash: sha256Hex(record) },
  { flaw: 'a text without a hash', body: record, hash: '' },
  { flaw: 'a text that is no record', body: '{"schema":"ratchet.version-record/1"}' },
  { flaw: 'a text that is no JSON', body: 'reject' },
  { flaw: 'the record of another model', body: canonicalJson(sampleRecord('1.0.0', { modelName: 'other' })) },
];

test('the record of another number is not read, though it is whole and signed', async () => {
  const { client, tableName } = await createRegistry(dynamoDb.endpoint);
  const key = { pk: { S: 'version#churn' }, sk: { S: '0000000001.0000000001.0000000000' } };
  const content = { body: { S: record }, hash: { S: sha256Hex(record) } };
  await client.send(new PutItemCommand({ TableName: tableName, Item: { ...key, ...content } }));

  const read = dynamoDbVersionRecords(client, tableName).read('churn', '1.1.0');

  await expect(read).rejects.toThrow(RecordBroken);
  await expect(read).rejects.toThrow('the version record 1.1.0 of churn is that of 1.0.0');
});

test.each(brokenItems)('an item with $flaw is not read as a record', async ({ body, hash = sha256Hex(body) }) => {
  const { client, tableName } = await createRegistry(dynamoDb.endpoint);
  const key = { pk: { S: 'version#churn' }, sk: { S: '0000000001.0000000000.0000000000' } };
  const content = { body: { S: body }, ...(hash === '' ? {} : { hash: { S: hash } }) };
  await client.send(new PutItemCommand({ TableName: tableName, Item: { ...key, ...content } }));
  const records = dynamoDbVersionRecords(client, tableName);

  await expect(records.read('churn', '1.0.0')).rejects.toThrow(RecordBroken);
  await expect(records.list('churn')).rejects.toThrow(RecordBroken);
});
