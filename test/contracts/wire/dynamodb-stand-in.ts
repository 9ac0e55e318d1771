import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { REGISTRY_TIME_INDEX } from '../../../lib/domain/ports/registry-keys.ts';
import { clientConfig } from './client-config.ts';
import { portOf } from './wire.ts';

// dynalite is CommonJS without type declarations
const require = createRequire(import.meta.url);
const dynalite: (options: { readonly createTableMs: number }) => Server = require('dynalite');

/** DynamoDB in this process. */
export async function startDynamoDb() {
  const server = dynalite({ createTableMs: 0 });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(portOf(server.address())));
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

let tables = 0;

/** A new and empty registry, and a client for it. */
export async function createRegistry(endpoint: string) {
  const client = new DynamoDBClient(clientConfig(endpoint));
  tables += 1;
  const tableName = `registry-${tables}`;
  await createTable(client, tableName);
  return { client, tableName };
}

/** The registry's table, as the stack creates it. */
async function createTable(client: DynamoDBClient, TableName: string): Promise<void> {
  const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
  const key = (AttributeName: string, KeyType: 'HASH' | 'RANGE') => ({ AttributeName, KeyType });
  const index = {
    IndexName: REGISTRY_TIME_INDEX,
    KeySchema: [key('pk', 'HASH'), key('time', 'RANGE')],
    Projection: { ProjectionType: 'ALL' as const },
  };
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [attribute('pk'), attribute('sk'), attribute('time')],
      KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
      LocalSecondaryIndexes: [index],
    }),
  );
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    if (Table?.TableStatus === 'ACTIVE') return;
  }
}
