import { describe, expect, test } from 'vitest';
import type { Resource } from '../synthesized.ts';
import { type Authority, authorityIn } from './authority.ts';
import { wholeApp } from './whole-app.ts';

const { platform, models } = wholeApp();
const stacks = [platform, ...models];
const resources = stacks.flatMap((stack) => stack.resources);
const DATA_KEY = '<Platform/DataKey.Arn>';

function every(type: string): readonly Resource[] {
  const found = resources.filter((resource) => resource.type === type);
  expect(found, type).not.toEqual([]);
  return found;
}

describe('what takes a key has the key of the platform', () => {
  const keyOf: Readonly<Record<string, (properties: Resource['properties']) => unknown>> = {
    'AWS::DynamoDB::Table': ({ SSESpecification }) => SSESpecification.KMSMasterKeyId,
    'AWS::SNS::Topic': ({ KmsMasterKeyId }) => KmsMasterKeyId,
    'AWS::Logs::LogGroup': ({ KmsKeyId }) => KmsKeyId,
    'AWS::S3::Bucket': ({ BucketEncryption }) =>
      BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.KMSMasterKeyID,
  };
  /** S3 delivers access logs only to a bucket under its own key. */
  const underKeyOfS3 = 'Platform/Artifacts/AccessLogs';

  test.each(Object.keys(keyOf))('%s', (type) => {
    for (const { path, properties } of every(type)) {
      expect(keyOf[type]?.(properties), path).toBe(path === underKeyOfS3 ? undefined : DATA_KEY);
    }
  });

  test('but the bucket of access logs and dead-letter queues, which are encrypted with keys of S3 and SQS', () => {
    const { BucketEncryption } = platform.at(underKeyOfS3).properties;

    expect(BucketEncryption.ServerSideEncryptionConfiguration).toEqual([
      { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
    ]);
    for (const { properties } of every('AWS::SQS::Queue')) expect(properties.SqsManagedSseEnabled).toBe(true);
  });

  test('and the key lets the logs of this account and region use it, and no other logs', () => {
    const ofLogs = authorityIn(platform).filter(({ who }) => who.startsWith('logs.'));

    expect(ofLogs.map(({ who, action, resource }) => `${who} ${action} ${resource}`)).toEqual(
      ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey*', 'ReEncrypt*'].map(
        (action) => `logs.eu-central-1.amazonaws.com kms:${action} <Platform/DataKey>`,
      ),
    );
    for (const { condition } of ofLogs) {
      expect(condition).toEqual({
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-central-1:111122223333:log-group:*' },
      });
    }
  });
});

describe('what has a policy of its own refuses everything that does not come by TLS', () => {
  const refused = stacks
    .flatMap(authorityIn)
    .filter(
      ({ effect, who, condition }) =>
        effect === 'Deny' && who === 'everybody' && condition.Bool?.['aws:SecureTransport'] === 'false',
    );
  const refusing = (action: string, resource: string) =>
    refused.some((one: Authority) => one.action === action && one.resource === resource);

  test('buckets, for themselves and for their objects, and versions of TLS before 1.2', () => {
    for (const { path } of every('AWS::S3::Bucket')) {
      expect(refusing('s3:*', `<${path}>`), path).toBe(true);
      expect(refusing('s3:*', `<${path}>/*`), path).toBe(true);
    }
    const old = stacks.flatMap(authorityIn).filter(({ condition }) => condition.NumericLessThan);
    expect(old.map(({ resource }) => resource).sort()).toEqual(
      every('AWS::S3::Bucket')
        .flatMap(({ path }) => [`<${path}>`, `<${path}>/*`])
        .sort(),
    );
  });

  test('queues and the topic', () => {
    for (const { path } of every('AWS::SQS::Queue')) expect(refusing('sqs:*', `<${path}>`), path).toBe(true);
    for (const { path } of every('AWS::SNS::Topic')) expect(refusing('sns:Publish', `<${path}>`), path).toBe(true);
  });
});

describe('nothing is public', () => {
  test('buckets block what would open them, in all four ways', () => {
    for (const { path, properties } of every('AWS::S3::Bucket')) {
      expect(Object.values(properties.PublicAccessBlockConfiguration), path).toEqual([true, true, true, true]);
      expect(properties.AccessControl, path).toBeUndefined();
      expect(properties.WebsiteConfiguration, path).toBeUndefined();
    }
  });

  test('every route asks who is calling', () => {
    for (const { path, properties } of every('AWS::ApiGatewayV2::Route')) {
      expect(properties.AuthorizationType, path).toBe('AWS_IAM');
    }
  });

  test('no function has an address of its own', () => {
    expect(resources.filter(({ type }) => type === 'AWS::Lambda::Url')).toEqual([]);
  });
});

test('every log group forgets after a while, those of functions that CDK makes included', () => {
  const ofProviders = every('AWS::Logs::LogGroup').filter(({ path }) => path.includes('Provider'));

  expect(ofProviders.length).toBeGreaterThan(0);
  for (const { path, properties } of every('AWS::Logs::LogGroup')) {
    expect(properties.RetentionInDays, path).toBeGreaterThan(0);
  }
});

test('every function has a log group of the stack, so that Lambda makes none that keeps everything', () => {
  const groups = every('AWS::Logs::LogGroup').map(({ path }) => `<${path}>`);

  for (const { path, properties } of every('AWS::Lambda::Function')) {
    expect(groups, path).toContain(properties.LoggingConfig?.LogGroup);
  }
});

test('every table can be recovered to any second and cannot be deleted', () => {
  for (const { path, properties } of every('AWS::DynamoDB::Table')) {
    expect(properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled, path).toBe(true);
    expect(properties.DeletionProtectionEnabled, path).toBe(true);
  }
});

test('buckets keep what is overwritten, and the one of artefacts locks every object', () => {
  for (const { path, properties } of every('AWS::S3::Bucket')) {
    expect(properties.VersioningConfiguration, path).toEqual({ Status: 'Enabled' });
  }
  expect(platform.at('Platform/Artifacts/Bucket').properties.ObjectLockConfiguration).toEqual({
    ObjectLockEnabled: 'Enabled',
    Rule: { DefaultRetention: { Days: 90, Mode: 'GOVERNANCE' } },
  });
});

test('no template holds a secret, or a parameter that could be one', () => {
  for (const { template } of stacks) {
    expect(Object.keys(template.findParameters('*')).filter((name) => name !== 'BootstrapVersion')).toEqual([]);
  }
  const secret = /password|secret|token|credential|api_?key/i;
  for (const { path, properties } of every('AWS::Lambda::Function')) {
    expect(
      Object.keys(properties.Environment?.Variables ?? {}).filter((name) => secret.test(name)),
      path,
    ).toEqual([]);
  }
});
