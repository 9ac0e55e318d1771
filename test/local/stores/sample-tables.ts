const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });

/** Properties of a table with everything that the product's tables have. */
export const registryTable = {
  AttributeDefinitions: [attribute('pk'), attribute('sk'), attribute('time')],
  BillingMode: 'PAY_PER_REQUEST',
  DeletionProtectionEnabled: true,
  KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
  LocalSecondaryIndexes: [
    {
      IndexName: 'by-time',
      KeySchema: [key('pk', 'HASH'), key('time', 'RANGE')],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
  StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
};

/** Properties of a table with neither stream nor time to live. */
export const plainTable = {
  AttributeDefinitions: [attribute('pk')],
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [key('pk', 'HASH')],
};
