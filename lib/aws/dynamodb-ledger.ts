import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Ledger } from '../domain/ledger/ledger.ts';
import { parseStoredEntry, storedEntry } from '../domain/ledger/ledger-entry.ts';
import { LedgerConflict } from '../domain/ledger/ledger-errors.ts';
import { REGISTRY_TIME_INDEX, registryPartitions, sequenceKey } from '../domain/ports/registry-keys.ts';
import { putTextOnce, queryTexts } from './dynamodb-items.ts';

/** The ledger in the registry table: one conditional PutItem per entry, no updates, no transactions. */
export function dynamoDbLedger(client: DynamoDBClient, tableName: string): Ledger {
  return {
    async readHead(modelName) {
      const [head] = await queryTexts(client, { ...entries(tableName, modelName), ScanIndexForward: false }, 1);
      return head === undefined ? null : parseStoredEntry(head);
    },

    async append(entry) {
      const { modelName, sequence, event } = entry;
      const key = { pk: registryPartitions.ledger(modelName), sk: sequenceKey(sequence) };
      const attributes = { time: event.at, type: event.type };
      if (await putTextOnce(client, tableName, key, storedEntry(entry), attributes)) return;
      throw new LedgerConflict(
        `entry ${sequence} of ${modelName} should be free, got another writer's: read the head and decide again`,
      );
    },

    async readAt(modelName, time) {
      const query = {
        ...entries(tableName, modelName, '#time <= :time', { ':time': time }),
        ExpressionAttributeNames: { '#time': 'time' }, // a reserved word
        IndexName: REGISTRY_TIME_INDEX,
        ScanIndexForward: false,
      };
      const [newest] = await queryTexts(client, query, 1);
      return newest === undefined ? null : parseStoredEntry(newest);
    },

    readFrom(modelName, sequence, limit) {
      return queryTexts(
        client,
        entries(tableName, modelName, 'sk >= :from', { ':from': sequenceKey(sequence) }),
        limit,
      );
    },
  };
}

function entries(tableName: string, modelName: string, also?: string, values: Readonly<Record<string, string>> = {}) {
  const bound = { ':pk': registryPartitions.ledger(modelName), ...values };
  return {
    TableName: tableName,
    KeyConditionExpression: also === undefined ? 'pk = :pk' : `pk = :pk AND ${also}`,
    ExpressionAttributeValues: Object.fromEntries(Object.entries(bound).map(([name, value]) => [name, { S: value }])),
  };
}
