import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SentNotices } from '../domain/ports/announcements.ts';
import { registryPartitions, sequenceKey } from '../domain/ports/registry-keys.ts';
import { getItem, lastSortKey, putIfAbsent } from './dynamodb-items.ts';

export function dynamoDbSentNotices(client: DynamoDBClient, tableName: string): SentNotices {
  const keyOf = (modelName: string, sequence: number) => ({
    pk: registryPartitions.sentNotices(modelName),
    sk: sequenceKey(sequence),
  });

  return {
    async isSent(modelName, sequence) {
      return (await getItem(client, tableName, keyOf(modelName, sequence))) !== undefined;
    },
    async markSent(modelName, sequence) {
      await putIfAbsent(client, tableName, keyOf(modelName, sequence));
    },
    async newest(modelName) {
      const last = await lastSortKey(client, tableName, registryPartitions.sentNotices(modelName));
      return last === null ? null : Number(last);
    },
  };
}
