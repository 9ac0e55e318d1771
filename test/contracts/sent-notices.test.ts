import { afterAll, beforeAll } from 'vitest';
import { dynamoDbSentNotices } from '../../lib/aws/dynamodb-sent-notices.ts';
import { inMemorySentNotices } from '../in-memory/in-memory-sent-notices.ts';
import { sentNoticesContract } from './sent-notices-contract.ts';
import { createRegistry, startDynamoDb } from './wire/dynamodb-stand-in.ts';

let dynamoDb: Awaited<ReturnType<typeof startDynamoDb>>;

beforeAll(async () => {
  dynamoDb = await startDynamoDb();
});
afterAll(() => dynamoDb.close());

sentNoticesContract('sent notices in memory', async () => inMemorySentNotices());

sentNoticesContract('sent notices in DynamoDB', async () => {
  const { client, tableName } = await createRegistry(dynamoDb.endpoint);
  return dynamoDbSentNotices(client, tableName);
});
