import type { FunctionConfiguration as Described } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { functionConfiguration } from '../../lib/aws/lambda-configuration.ts';
import { releaseKey } from '../../lib/domain/release-key.ts';

const described: Described = {
  FunctionName: 'predict',
  FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:predict:7',
  Version: '7',
  RevisionId: 'revision-1',
  CodeSha256: 'b2xkIGNvZGU=',
  Role: 'arn:aws:iam::123456789012:role/predict',
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Timeout: 5,
  MemorySize: 512,
  PackageType: 'Zip',
  Architectures: ['arm64'],
  EphemeralStorage: { Size: 512 },
  Environment: { Variables: { LOG_LEVEL: 'INFO', MODEL_VERSION: '1.0.0' } },
  RuntimeVersionConfig: { RuntimeVersionArn: 'arn:aws:lambda:eu-west-1::runtime:1' },
  TracingConfig: { Mode: 'Active' },
  Layers: [{ Arn: 'arn:aws:lambda:eu-west-1:1:layer:a:1' }, { Arn: 'arn:aws:lambda:eu-west-1:1:layer:b:1' }],
  VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'], VpcId: 'vpc-1' },
  LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', SystemLogLevel: 'WARN', LogGroup: '/aws/lambda/a' },
  State: 'Active',
  LastUpdateStatus: 'Successful',
};

function keyOf(change: Partial<Described>): string {
  return releaseKey(functionConfiguration({ ...described, ...change }));
}

const decisive: [string, Partial<Described>][] = [
  ['role', { Role: 'arn:aws:iam::123456789012:role/other' }],
  ['runtime', { Runtime: 'nodejs22.x' }],
  ['runtime version', { RuntimeVersionConfig: { RuntimeVersionArn: 'arn:aws:lambda:eu-west-1::runtime:2' } }],
  ['handler', { Handler: 'other.handler' }],
  ['time-out', { Timeout: 6 }],
  ['memory', { MemorySize: 1024 }],
  ['package type', { PackageType: 'Image' }],
  ['image', { ImageConfigResponse: { ImageConfig: { Command: ['serve'] } } }],
  ['architecture', { Architectures: ['x86_64'] }],
  ['ephemeral storage', { EphemeralStorage: { Size: 1024 } }],
  ['environment', { Environment: { Variables: { LOG_LEVEL: 'DEBUG' } } }],
  ['tracing', { TracingConfig: { Mode: 'PassThrough' } }],
  ['order of layers', { Layers: [...(described.Layers ?? [])].reverse() }],
  ['subnets', { VpcConfig: { ...described.VpcConfig, SubnetIds: ['subnet-1'] } }],
  ['security groups', { VpcConfig: { ...described.VpcConfig, SecurityGroupIds: ['sg-2'] } }],
  ['log format', { LoggingConfig: { ...described.LoggingConfig, LogFormat: 'Text' } }],
  ['log level', { LoggingConfig: { ...described.LoggingConfig, ApplicationLogLevel: 'DEBUG' } }],
  ['dead letters', { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-west-1:123456789012:letters' } }],
  ['encryption key', { KMSKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1' }],
  [
    'file system',
    { FileSystemConfigs: [{ Arn: 'arn:aws:elasticfilesystem:eu-west-1:1:a', LocalMountPath: '/mnt/a' }] },
  ],
];

test.each(decisive)('another %s makes another release', (_, change) => {
  expect(keyOf(change)).not.toBe(keyOf({}));
});

const noise: [string, Partial<Described>][] = [
  ['a description', { Description: 'model=1.0.0' }],
  ['a revision id', { RevisionId: 'revision-2' }],
  ['a date', { LastModified: '2026-01-05T00:00:00.000+0000' }],
  ['a size', { CodeSize: 1000 }],
  ['a state', { State: 'Pending', StateReason: 'The function is being created.', StateReasonCode: 'Creating' }],
  ['another version', { Version: '$LATEST', FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:predict' }],
  ['a status', { LastUpdateStatus: 'InProgress' }],
  ['the model', { Environment: { Variables: { LOG_LEVEL: 'INFO', MODEL_VERSION: '2.0.0', RELEASE_KEY: 'x' } } }],
  ['the code, which has a hash of its own', { CodeSha256: 'bmV3IGNvZGU=' }],
  ['a log group', { LoggingConfig: { ...described.LoggingConfig, LogGroup: '/aws/lambda/b' } }],
  ['the order of subnets', { VpcConfig: { ...described.VpcConfig, SubnetIds: ['subnet-2', 'subnet-1'] } }],
  ['a signature', { SigningJobArn: 'arn:aws:signer:eu-west-1:123456789012:/signing-jobs/1' }],
];

test.each(noise)('%s makes no other release', (_, change) => {
  expect(keyOf(change)).toBe(keyOf({}));
});

test.each([
  [{ VpcConfig: undefined }, { VpcConfig: { SubnetIds: [], SecurityGroupIds: [], VpcId: '' } }],
  [{ Layers: undefined }, { Layers: [] }],
  [{ KMSKeyArn: undefined }, { KMSKeyArn: '' }],
  [{ DeadLetterConfig: undefined }, { DeadLetterConfig: { TargetArn: '' } }],
  [{ FileSystemConfigs: undefined }, { FileSystemConfigs: [] }],
])('what is left out of a description is the same as what is empty: %o', (leftOut, empty) => {
  expect(keyOf(leftOut)).toBe(keyOf(empty));
});

test('a function that Lambda says little about is read as it is by default', () => {
  const { FunctionArn, Version, RevisionId, CodeSha256, Role } = described;

  const configuration = functionConfiguration({ FunctionArn, Version, RevisionId, CodeSha256, Role });

  expect(configuration).toMatchObject({
    functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:predict',
    environment: {},
    description: '',
    state: 'Other',
    lastUpdateStatus: 'Successful',
    properties: { architectures: ['x86_64'], packageType: 'Zip', tracingMode: 'PassThrough', subnets: [] },
  });
});

test.each([
  ['Pending', 'Pending'],
  ['Active', 'Active'],
  ['Inactive', 'Inactive'],
  ['Failed', 'Failed'],
  ['Deleting', 'Other'],
  ['ActiveNonInvocable', 'Other'],
] as const)('the state %s is %s', (State, state) => {
  expect(functionConfiguration({ ...described, State }).state).toBe(state);
});

test.each([
  { Environment: { Error: { ErrorCode: 'AccessDeniedException', Message: 'no key' } } },
  { RuntimeVersionConfig: { Error: { ErrorCode: 'FunctionError', Message: 'no key' } } },
])('a description that Lambda could not complete is not taken for a whole one: %o', (change) => {
  expect(() => functionConfiguration({ ...described, ...change })).toThrow(/cannot be read whole: no key/);
});

test.each(['FunctionArn', 'Version', 'RevisionId', 'CodeSha256', 'Role'])(
  'a description without %s is refused',
  (field) => {
    expect(() => functionConfiguration({ ...described, [field]: undefined })).toThrow(`should have ${field}`);
  },
);
