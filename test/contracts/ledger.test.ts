import { afterAll, beforeAll } from 'vitest';
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import { inMemoryLedger } from '../in-memory/in-memory-ledger.ts';
import { ledgerContract } from './ledger-contract.ts';
import { createRegistry, startDynamoDb } from './wire/dynamodb-stand-in.ts';

let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;

beforeAll(async () => {
  dynamoDb = await startDynamoDb();
});
afterAll(() => dynamoDb.close());

ledgerContract('a ledger in memory', async () => inMemoryLedger());

ledgerContract('a ledger in DynamoDB', async () => {
  const { client, tableName } = await createRegistry(dynamoDb.endpoint);
  return dynamoDbLedger(client, tableName);
});
