import { sha256Hex } from '../../domain/content-hash.ts';
import type { TableRecord } from './table-writes.ts';

/** A table as DynamoDB describes it, without dynalite's random id and real time. */
export function describedTable({ definition, feed, createdAt }: TableRecord & { readonly createdAt: number }) {
  const { tableName, tableArn, schema, viewType } = definition;
  const { BillingMode, ...described } = schema;
  return {
    Table: {
      ...described,
      TableName: tableName,
      TableArn: tableArn,
      TableId: sha256Hex(tableArn).slice(0, 32),
      TableStatus: 'ACTIVE',
      CreationDateTime: createdAt / 1000,
      BillingModeSummary: { BillingMode },
      ...(feed && {
        StreamSpecification: { StreamEnabled: true, StreamViewType: viewType },
        LatestStreamArn: feed.arn,
        LatestStreamLabel: feed.arn.split('/stream/')[1],
      }),
    },
  };
}

export function describedTimeToLive({ definition: { expiryAttribute } }: TableRecord) {
  const description =
    expiryAttribute === null
      ? { TimeToLiveStatus: 'DISABLED' }
      : { TimeToLiveStatus: 'ENABLED', AttributeName: expiryAttribute };
  return { TimeToLiveDescription: description };
}
