import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { canonicalJson } from '../domain/canonical-json.ts';
import { sha256Hex } from '../domain/content-hash.ts';
import { problemText } from '../domain/errors.ts';
import { RecordBroken, VersionTaken } from '../domain/ports/adapter-errors.ts';
import { modelVersionKey, registryPartitions } from '../domain/ports/registry-keys.ts';
import { type VersionRecord, type VersionRecords, versionRecordSchema } from '../domain/ports/version-record.ts';
import { problemsOf } from '../domain/problems.ts';
import { getItem, type HashedText, hashedText, putTextOnce, queryTexts } from './dynamodb-items.ts';

export function dynamoDbVersionRecords(client: DynamoDBClient, tableName: string): VersionRecords {
  const keyOf = (modelName: string, modelVersion: string) => ({
    pk: registryPartitions.versions(modelName),
    sk: modelVersionKey(modelVersion),
  });

  return {
    async put(record) {
      const { modelName, modelVersion } = record;
      const text = canonicalJson(record);
      const stored = { text, hash: sha256Hex(text) };
      if (await putTextOnce(client, tableName, keyOf(modelName, modelVersion), stored)) return;
      throw new VersionTaken(`model version ${modelVersion} of ${modelName} should be free, got another record's`);
    },

    async read(modelName, modelVersion) {
      const item = await getItem(client, tableName, keyOf(modelName, modelVersion));
      if (item === undefined) return null;
      const record = parseRecord(modelName, hashedText(item));
      if (record.modelVersion === modelVersion) return record;
      // signed it may be, and yet for another number
      throw new RecordBroken(`the version record ${modelVersion} of ${modelName} is that of ${record.modelVersion}`);
    },

    async list(modelName) {
      const query = {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: registryPartitions.versions(modelName) } },
        ScanIndexForward: false,
      };
      return (await queryTexts(client, query)).map((stored) => parseRecord(modelName, stored));
    },
  };
}

function parseRecord(modelName: string, { text, hash }: HashedText): VersionRecord {
  const what = `a version record of ${modelName}`;
  if (sha256Hex(text) !== hash) throw new RecordBroken(`${what} should have the hash ${hash}, got ${sha256Hex(text)}`);
  const input = jsonOf(text);
  const parsed = versionRecordSchema.safeParse(input);
  if (!parsed.success) {
    throw new RecordBroken(`${what} is not one: ${problemsOf(parsed.error, input).map(problemText).join('; ')}`);
  }
  if (parsed.data.modelName !== modelName) throw new RecordBroken(`${what} is about ${parsed.data.modelName}`);
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // which no schema takes for a record
  }
}
