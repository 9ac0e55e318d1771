import { App, type CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { expect, test } from 'vitest';
import type { ModelStack } from '../../lib/constructs/ratchet-stacks.ts';
import { codeReleaseRequestSchema, liveAliasRequestSchema } from '../../lib/domain/steps/custom-resources.ts';
import { type RetrainingPipeline, ratchetStacks } from '../../lib/index.ts';
import { bankMarketing, deployedContext, synthesized } from './synthesized.ts';

const { model } = synthesized();
const alias = model.at('Pipeline/LiveTraffic/LiveAlias');
const release = model.at('Pipeline/LiveTraffic/CodeRelease');

/** `Custom::CodeRelease` after something was done to the pipeline before it is synthesized. */
function releaseAfter(change: (pipeline: RetrainingPipeline) => void, definition = {}): unknown {
  const app = new App({ context: deployedContext });
  const { models } = ratchetStacks(app, { definitions: [{ ...bankMarketing, ...definition }] });
  const [{ pipeline }] = models as [ModelStack];
  change(pipeline);
  const resource = pipeline.node.findChild('LiveTraffic').node.findChild('CodeRelease').node.defaultChild;
  return Stack.of(pipeline).resolve((resource as CfnResource)._toCloudFormation());
}

const untouched = releaseAfter(() => undefined);

function serving(pipeline: RetrainingPipeline): CfnFunction {
  return pipeline.predict.node.defaultChild as CfnFunction;
}

test('the alias is asked for by two names, so that nothing else can make a deployment touch it', () => {
  expect(alias.type).toBe('Custom::LiveAlias');
  expect(alias.properties).toEqual({
    ServiceToken: '<Pipeline/LiveTraffic/LiveAliasProvider/framework-onEvent.Arn>',
    FunctionName: '<Pipeline/Predict/Function>',
    AliasName: 'live',
  });
});

test('a code release is asked for after the alias exists', () => {
  expect(release.type).toBe('Custom::CodeRelease');
  expect(release.dependsOn).toEqual(['Pipeline/LiveTraffic/LiveAlias']);
});

test('a code release repeats all that the release key is made of', () => {
  const deployed = model.at('Pipeline/Predict/Function').properties;
  const { FunctionName, FunctionProperties } = release.properties;

  expect(FunctionName).toBe('<Pipeline/Predict/Function>');
  expect(FunctionProperties).toMatchObject({
    Architectures: deployed.Architectures,
    Code: { s3Bucket: deployed.Code.S3Bucket, s3Key: deployed.Code.S3Key },
    Environment: { variables: deployed.Environment.Variables },
    MemorySize: deployed.MemorySize,
    Role: deployed.Role,
    Runtime: deployed.Runtime,
    Timeout: deployed.Timeout,
  });
});

test('nothing changed asks for nothing', () => {
  expect(releaseAfter(() => undefined)).toEqual(untouched);
  expect(releaseAfter(() => undefined, { description: 'Other words', schedules: [] })).toEqual(untouched);
});

const fileSystem = { arn: 'arn:aws:elasticfilesystem:::access-point/one', localMountPath: '/mnt/one' };

const changes: readonly [string, (pipeline: RetrainingPipeline) => void][] = [
  ['an environment variable', ({ predict }) => predict.addEnvironment('LOG_LEVEL', 'DEBUG')],
  ['the memory', (pipeline) => Object.assign(serving(pipeline), { memorySize: 1024 })],
  ['the time-out', (pipeline) => Object.assign(serving(pipeline), { timeout: 10 })],
  ['the code', (pipeline) => Object.assign(serving(pipeline), { code: { s3Bucket: 'bucket', s3Key: 'other.zip' } })],
  ['the role', (pipeline) => Object.assign(serving(pipeline), { role: 'arn:aws:iam::111122223333:role/other' })],
  ['the architecture', (pipeline) => Object.assign(serving(pipeline), { architectures: ['x86_64'] })],
  ['the handler', (pipeline) => Object.assign(serving(pipeline), { handler: 'index.other' })],
  ['the log level', (pipeline) => Object.assign(serving(pipeline), { loggingConfig: { logFormat: 'Text' } })],
  ['the temporary storage', (pipeline) => Object.assign(serving(pipeline), { ephemeralStorage: { size: 1024 } })],
  ['the tracing', (pipeline) => Object.assign(serving(pipeline), { tracingConfig: { mode: 'PassThrough' } })],
  ['a key', (pipeline) => Object.assign(serving(pipeline), { kmsKeyArn: 'arn:aws:kms:::key/other' })],
  ['a dead-letter target', (pipeline) => Object.assign(serving(pipeline), { deadLetterConfig: { targetArn: 'arn' } })],
  ['a network', (pipeline) => Object.assign(serving(pipeline), { vpcConfig: { subnetIds: ['one'] } })],
  ['a file system', (pipeline) => Object.assign(serving(pipeline), { fileSystemConfigs: [fileSystem] })],
  ['a layer', (pipeline) => Object.assign(serving(pipeline), { layers: ['arn:aws:lambda:::layer:one:1'] })],
];

test.each(changes)('%s of the serving function changed asks for a release, even late', (_what, change) => {
  expect(releaseAfter(change)).not.toEqual(untouched);
});

test("a definition's memory or response limit changed asks for a release", () => {
  expect(releaseAfter(() => undefined, { memory: { predict: 768 } })).not.toEqual(untouched);
  expect(releaseAfter(() => undefined, { limits: { canary: { maximumResponseMilliseconds: 90 } } })).not.toEqual(
    untouched,
  );
});

test('both handlers understand what CloudFormation sends', () => {
  const request = { RequestType: 'Create', RequestId: 'one', StackId: 'stack', LogicalResourceId: 'id' };
  const update = { RequestType: 'Update', PhysicalResourceId: 'live', OldResourceProperties: {} };

  for (const sent of [request, { ...request, ...update }]) {
    expect(liveAliasRequestSchema.safeParse({ ...sent, ResourceProperties: alias.properties }).success).toBe(true);
    expect(codeReleaseRequestSchema.safeParse({ ...sent, ResourceProperties: release.properties }).success).toBe(true);
  }
});

test('the provider framework calls the handlers, and neither waits nor polls', () => {
  const handlers = ['LiveAlias', 'CodeRelease'].map((step) => {
    const framework = model.at(`Pipeline/LiveTraffic/${step}Provider/framework-onEvent`).properties;
    return framework.Environment.Variables.USER_ON_EVENT_FUNCTION_ARN;
  });

  expect(handlers).toEqual(['<Pipeline/LiveAlias/Function.Arn>', '<Pipeline/CodeRelease/Function.Arn>']);
  expect(model.resources.filter(({ path }) => path.includes('isComplete'))).toEqual([]);
});
