import {
  type AttributeValue,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { clientConfig } from './client-config.ts';

let tables = 0;

/** A new and empty table for predictions or outcomes, as the stack creates it, and a client for it. */
export async function createExpiringTable(endpoint: string) {
  const client = new DynamoDBClient(clientConfig(endpoint));
  tables += 1;
  const tableName = `expiring-${tables}`;
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    if (Table?.TableStatus === 'ACTIVE') break;
  }
  return {
    client,
    tableName,
    async items(): Promise<Record<string, AttributeValue>[]> {
      return (await client.send(new ScanCommand({ TableName: tableName }))).Items ?? [];
    },
  };
}
