import { LOCAL_ACCOUNT, LOCAL_REGION } from '../aws-error.ts';
import type { JsonMembers } from './dynalite-process.ts';

export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** A table as a template describes it, its properties resolved. */
export interface TableDefinition {
  readonly tableName: string;
  readonly tableArn: string;
  /** Names of the attributes that make the key, the partition key first. */
  readonly keyNames: readonly string[];
  /** What `CreateTable` knows of it. */
  readonly schema: JsonMembers;
  /** Null without a stream. */
  readonly viewType: StreamViewType | null;
  /** Null without a time to live. */
  readonly expiryAttribute: string | null;
}

const viewTypes: readonly string[] = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'];

const schemaProperties = ['AttributeDefinitions', 'KeySchema', 'LocalSecondaryIndexes', 'GlobalSecondaryIndexes'];

/** Properties of `AWS::DynamoDB::Table` that have their effect. */
export const simulatedTableProperties = [
  ...schemaProperties,
  'TableName',
  'BillingMode',
  'StreamSpecification',
  'TimeToLiveSpecification',
] as const;

/** Properties that change nothing here. */
export const inertTableProperties = [
  'DeletionProtectionEnabled',
  'PointInTimeRecoverySpecification',
  'ResourcePolicy',
  'SSESpecification',
  'Tags',
] as const;

/** Throws an `Error` that names the table for what cannot be simulated. */
export function tableDefinition(tableName: string, properties: JsonMembers): TableDefinition {
  if (properties.BillingMode !== 'PAY_PER_REQUEST') {
    throw new Error(`${tableName}: 'BillingMode' should be PAY_PER_REQUEST, got ${properties.BillingMode}`);
  }
  const given = schemaProperties.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]]));
  return {
    tableName,
    tableArn: `arn:aws:dynamodb:${LOCAL_REGION}:${LOCAL_ACCOUNT}:table/${tableName}`,
    keyNames: (properties.KeySchema as readonly { AttributeName: string }[]).map((key) => key.AttributeName),
    schema: { TableName: tableName, BillingMode: 'PAY_PER_REQUEST', ...Object.fromEntries(given) },
    viewType: viewTypeOf(tableName, members(properties.StreamSpecification)),
    expiryAttribute: expiryAttributeOf(members(properties.TimeToLiveSpecification)),
  };
}

function viewTypeOf(tableName: string, { StreamViewType: given }: JsonMembers): StreamViewType | null {
  if (given === undefined) return null;
  if (viewTypes.includes(String(given))) return given as StreamViewType;
  throw new Error(`${tableName}: 'StreamViewType' should be one of ${viewTypes.join(', ')}, got ${given}`);
}

function expiryAttributeOf({ Enabled, AttributeName }: JsonMembers): string | null {
  return Enabled === true ? String(AttributeName) : null;
}

function members(value: unknown): JsonMembers {
  return { ...Object(value ?? {}) };
}
