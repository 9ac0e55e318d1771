import { describe, expect, test } from 'vitest';
import { REGISTRY_TIME_INDEX } from '../../lib/domain/ports/registry-keys.ts';
import { only, type Resource, type Synthesized, synthesized, synthesizedWith } from './synthesized.ts';

const KEPT = { deletionPolicy: 'RetainExceptOnCreate', updateReplacePolicy: 'Retain' };
const DATA_KEY = '<Platform/DataKey.Arn>';

const deployed = synthesized();
const development = synthesizedWith({ development: true });
const { platform, model } = deployed;

const tables = [
  platform.at('Platform/Registry/Table'),
  model.at('Pipeline/Outcomes/Predictions'),
  model.at('Pipeline/Outcomes/Outcomes'),
];

function bucketPolicy(path: string, { platform: stack }: Synthesized = deployed): Resource['properties'][] {
  return stack.at(`${path}/Policy`).properties.PolicyDocument.Statement;
}

function statement(sid: string, stacks: Synthesized = deployed): Resource['properties'] | undefined {
  return bucketPolicy('Platform/Artifacts/Bucket', stacks).find(({ Sid }) => Sid === sid);
}

describe('everything that holds data', () => {
  const holders = (stacks: Synthesized) =>
    [...stacks.platform.resources, ...stacks.model.resources].filter(({ type }) =>
      ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key'].includes(type),
    );

  test.each([
    ['deployed', deployed],
    ['in development', development],
  ])(
    'is kept when it is %s, whatever happens to the stack, except that a failed first creation leaves nothing',
    (_when, stacks) => {
      expect(holders(stacks)).toHaveLength(7);
      for (const holder of holders(stacks)) expect(holder, holder.path).toMatchObject(KEPT);
    },
  );

  test('has a generated name, so that it can be created again beside what was kept', () => {
    for (const { path, properties } of holders(deployed)) {
      expect(properties.TableName ?? properties.BucketName, path).toBeUndefined();
    }
  });
});

describe.each(tables.map((table) => [table.path, table.properties] as const))('the table %s', (path, properties) => {
  test('is encrypted with the platform key, recoverable to any second and paid by request', () => {
    expect(properties.SSESpecification).toEqual({ KMSMasterKeyId: DATA_KEY, SSEEnabled: true, SSEType: 'KMS' });
    expect(properties.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
    expect(properties.BillingMode).toBe('PAY_PER_REQUEST');
  });

  test('cannot be deleted, unless in development', () => {
    const [stack] = path.startsWith('Platform') ? [development.platform] : [development.model];

    expect(properties.DeletionProtectionEnabled).toBe(true);
    expect(stack?.at(path).properties.DeletionProtectionEnabled).toBe(false);
  });
});

describe('the registry', () => {
  const { properties } = platform.at('Platform/Registry/Table');

  test('is keyed by partition and sequence, and by time in an index that has every attribute', () => {
    expect(properties.KeySchema).toEqual([
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ]);
    expect(properties.LocalSecondaryIndexes).toEqual([
      {
        IndexName: REGISTRY_TIME_INDEX,
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'time', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ]);
    expect(properties.GlobalSecondaryIndexes).toBeUndefined();
  });

  test('streams new entries and forgets none', () => {
    expect(properties.StreamSpecification).toEqual({ StreamViewType: 'NEW_IMAGE' });
    expect(properties.TimeToLiveSpecification).toBeUndefined();
  });

  test('wakes the sender of notices for ledger entries only', () => {
    const mapping = only(platform.of('AWS::Lambda::EventSourceMapping')).properties;

    expect(JSON.parse(only<{ Pattern: string }>(mapping.FilterCriteria.Filters).Pattern)).toEqual({
      eventName: ['INSERT'],
      dynamodb: { Keys: { pk: { S: [{ prefix: 'ledger#' }] } } },
    });
    expect(mapping).toMatchObject({
      EventSourceArn: '<Platform/Registry/Table.StreamArn>',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: '<Platform/Notices/Unsent.Arn>' } },
    });
  });
});

describe('predictions and outcomes', () => {
  const predictions = model.at('Pipeline/Outcomes/Predictions').properties;
  const outcomes = model.at('Pipeline/Outcomes/Outcomes').properties;

  test('expire by the attribute that says when', () => {
    for (const table of [predictions, outcomes]) {
      expect(table.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
      expect(table.KeySchema).toEqual([{ AttributeName: 'pk', KeyType: 'HASH' }]);
    }
  });

  test('only outcomes are streamed', () => {
    expect(outcomes.StreamSpecification).toEqual({ StreamViewType: 'NEW_IMAGE' });
    expect(predictions.StreamSpecification).toBeUndefined();
  });

  test('the archive gets new outcomes in large batches, and no expired ones', () => {
    const mapping = only(model.of('AWS::Lambda::EventSourceMapping')).properties;

    expect(mapping).toMatchObject({
      EventSourceArn: '<Pipeline/Outcomes/Outcomes.StreamArn>',
      FunctionName: '<Pipeline/Archive/Function>',
      BatchSize: 10_000,
      MaximumBatchingWindowInSeconds: 300,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: '<Pipeline/Outcomes/Unarchived.Arn>' } },
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
    });
  });
});

describe('the artefact bucket', () => {
  const bucket = platform.at('Platform/Artifacts/Bucket').properties;

  test('is versioned, encrypted with the platform key and logs who reads', () => {
    expect(bucket).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { KMSMasterKeyID: DATA_KEY, SSEAlgorithm: 'aws:kms' },
          },
        ],
      },
      LoggingConfiguration: { DestinationBucketName: '<Platform/Artifacts/AccessLogs>' },
    });
  });

  test('locks every object for ninety days', () => {
    expect(bucket.ObjectLockEnabled).toBe(true);
    expect(bucket.ObjectLockConfiguration.Rule.DefaultRetention).toEqual({ Days: 90, Mode: 'GOVERNANCE' });
  });

  test('locks nothing in development, so that a failed first deployment can be repeated', () => {
    const { properties } = development.platform.at('Platform/Artifacts/Bucket');

    expect(properties.ObjectLockEnabled).toBeUndefined();
    expect(properties.ObjectLockConfiguration).toBeUndefined();
    expect(properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
  });

  test('takes an object only if there is none, which parts of an upload cannot say', () => {
    for (const stacks of [deployed, development]) {
      expect(statement('WriteOnce', stacks)).toEqual({
        Sid: 'WriteOnce',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:PutObject',
        Resource: '<Platform/Artifacts/Bucket.Arn>/*',
        Condition: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
      });
    }
  });

  test('lets nobody delete, unless in development', () => {
    expect(statement('NeverDelete')).toMatchObject({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: ['s3:BypassGovernanceRetention', 's3:DeleteObject', 's3:DeleteObjectVersion'],
      Resource: '<Platform/Artifacts/Bucket.Arn>/*',
    });
    expect(statement('NeverDelete', development)).toBeUndefined();
  });

  test('expires nothing but unfinished uploads', () => {
    expect(bucket.LifecycleConfiguration.Rules).toEqual([
      { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled' },
    ]);
  });
});

describe.each(['Platform/Artifacts/Bucket', 'Platform/Artifacts/AccessLogs'])('the bucket %s', (path) => {
  test('is closed to the public, to ACLs and to anything but TLS 1.2', () => {
    const { properties } = platform.at(path);
    const denied = bucketPolicy(path).filter(({ Effect, Action }) => Effect === 'Deny' && Action === 's3:*');

    expect(Object.values(properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    expect(properties.OwnershipControls.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
    expect(denied.map(({ Condition }) => Condition)).toEqual([
      { Bool: { 'aws:SecureTransport': 'false' } },
      { NumericLessThan: { 's3:TlsVersion': 1.2 } },
    ]);
    for (const { Resource } of denied) expect(Resource).toEqual([`<${path}.Arn>`, `<${path}.Arn>/*`]);
  });
});

test('queues and the topic are encrypted and take nothing without TLS', () => {
  const secure = { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
  const stacks = [platform, model];
  const policies = stacks.flatMap((one) => [...one.of('AWS::SQS::QueuePolicy'), ...one.of('AWS::SNS::TopicPolicy')]);
  const queues = stacks.flatMap((one) => one.of('AWS::SQS::Queue'));

  expect(queues).toHaveLength(3);
  for (const { path, properties } of queues) {
    expect(properties, path).toEqual({ MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true });
  }
  expect(platform.at('Platform/Notifications').properties.KmsMasterKeyId).toBe(DATA_KEY);
  expect(policies).toHaveLength(4);
  for (const { path, properties } of policies) {
    expect(properties.PolicyDocument.Statement, path).toContainEqual(expect.objectContaining(secure));
  }
});

test('the data key rotates and the signing key can only sign', () => {
  expect(platform.at('Platform/DataKey').properties).toMatchObject({
    EnableKeyRotation: true,
    PendingWindowInDays: 30,
  });
  expect(platform.at('Platform/SigningKey').properties).toMatchObject({
    KeySpec: 'ECC_NIST_P256',
    KeyUsage: 'SIGN_VERIFY',
  });
});

test('every function, machine and API has a log group with an end to it', () => {
  const stacks = [platform, model];
  const groups = stacks.flatMap((stack) => stack.of('AWS::Logs::LogGroup'));
  const writers = stacks.flatMap((stack) => [
    ...stack.of('AWS::Lambda::Function'),
    ...stack.of('AWS::StepFunctions::StateMachine'),
    ...stack.of('AWS::ApiGatewayV2::Stage'),
  ]);
  const written = writers.map(({ properties }) => logGroupOf(properties));

  for (const { path, properties } of groups) expect(properties.RetentionInDays, path).toBe(30);
  expect(written.sort()).toEqual(groups.map(({ path }) => path).sort());
});

/** The log group of a function, a state machine or a stage. */
function logGroupOf(properties: Resource['properties']): string {
  const reference =
    properties.LoggingConfig?.LogGroup ??
    properties.LoggingConfiguration?.Destinations[0].CloudWatchLogsLogGroup.LogGroupArn ??
    properties.AccessLogSettings?.DestinationArn;
  return reference.replace(/^<|(\.Arn)?>$/g, '');
}

test('the name of the platform is the path of its roles, by which the registry knows who may append', () => {
  const { platform: other, model: itsModel } = synthesizedWith({ platformName: 'other' });
  const roles = [other, itsModel].flatMap((stack) => stack.of('AWS::IAM::Role'));
  const { ResourcePolicy } = other.at('Platform/Registry/Table').properties;

  expect(new Set(roles.map(({ properties }) => properties.Path))).toEqual(new Set(['/other/']));
  expect(ResourcePolicy.PolicyDocument.Statement).toContainEqual({
    Sid: 'OnlyRatchetAppends',
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 'dynamodb:PutItem',
    Resource: '*',
    Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/other/*' } },
  });
});

test('addresses get every notice', () => {
  const { platform: told } = synthesizedWith({ emailAddresses: ['one@example.com', 'two@example.com'] });

  expect(told.of('AWS::SNS::Subscription').map(({ properties }) => properties)).toEqual([
    { Endpoint: 'one@example.com', Protocol: 'email', TopicArn: '<Platform/Notifications>' },
    { Endpoint: 'two@example.com', Protocol: 'email', TopicArn: '<Platform/Notifications>' },
  ]);
});
