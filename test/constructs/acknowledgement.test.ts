import { App, Aspects, Validations } from 'aws-cdk-lib';
import { CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, NIST80053R5Checks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { expect, test } from 'vitest';
import { acceptedEverywhere } from '../../lib/constructs/access/accepted-findings.ts';
import { type ModelDefinitionFile, ratchetStacks } from '../../lib/index.ts';
import { acknowledged } from './acknowledged.ts';
import { bankMarketing, deployedContext } from './synthesized.ts';
import { existingNetwork } from './training/with-network.ts';

const checks = () => [new AwsSolutionsChecks(), new NIST80053R5Checks()];

const everyTrainer: NonNullable<ModelDefinitionFile['trainers']> = [
  { kind: 'logistic-regression' },
  { kind: 'external', module: 'test/scenarios/trainers/visits.mjs' },
  { kind: 'external', image: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/trainer:1' },
];

/** The app as it is deployed, under the checks of cdk-nag; the built-in ones of CDK take part where they are asked to. */
function checkedApp(builtinCloudFormationValidation = false): App {
  const app = new App({ context: deployedContext, builtinCloudFormationValidation });
  // a preset with drift, performance and a canary, so that everything optional is there too
  ratchetStacks(app, {
    definitions: [{ ...bankMarketing, policy: 'feed-ranker', trainers: everyTrainer }],
    emailAddresses: ['a@example.com'],
    vpc: existingNetwork(app),
  });
  Validations.of(app).addPlugins(...checks());
  return app;
}

const everyBucket = {
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::*'] }],
};

/** What the checks find when nothing is accepted, as `<path> <rule>`. */
function findings(app: App): { readonly path: string; readonly id: string }[] {
  return checks()
    .flatMap((unforgiving) => {
      Object.assign(unforgiving, { isAcknowledged: () => false });
      return unforgiving.validateScope(app).violations;
    })
    .flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({ path: constructPath, id: ruleName })),
    );
}

const app = checkedApp(true);
const outcome = synthesisOf(app);
const accepted = acknowledged(app);

function synthesisOf(of: App): unknown {
  try {
    of.synth();
    return 'nothing found';
  } catch (error) {
    return error;
  }
}

test('cdk-nag and the checks of CDK itself find nothing that was not accepted', () => {
  expect(outcome).toBe('nothing found');
});

test('every acknowledgement has a reason that says something', () => {
  expect(accepted.length).toBeGreaterThan(0);
  for (const { path, id, reason } of accepted) {
    expect(reason, `${path} ${id}`).toMatch(/^.{30,}[^.]$/);
    expect(reason.split(' ').length, `${path} ${id}`).toBeGreaterThan(5);
  }
});

test('every acknowledgement of a permission names the one that it accepts', () => {
  for (const { id } of accepted.filter((one) => one.id.startsWith('AwsSolutions-IAM'))) {
    expect(id).toMatch(/^AwsSolutions-IAM[45]\[(Resource|Policy)::.+\]$/);
  }
});

test('no acknowledgement accepts what is not there', () => {
  const found = findings(app);

  const idle = accepted.filter(
    ({ path, id }) => !found.some((one) => one.id === id && `${one.path}/`.startsWith(`${path}/`)),
  );

  expect(idle).toEqual([]);
});

test('what is accepted everywhere is found in several places, and anything else is acknowledged where it is', () => {
  const found = findings(app);
  const placesOf = (rule: string) => found.filter(({ id }) => id === rule).length;

  for (const rule of Object.keys(acceptedEverywhere)) expect(placesOf(rule), rule).toBeGreaterThan(2);
  const wide = accepted.filter(({ path }) => /^[^/]+\/(Platform|Pipeline)$/.test(path)).map(({ id }) => id);
  expect(new Set(wide)).toEqual(new Set(Object.keys(acceptedEverywhere)));
});

test('nothing is accepted for a whole stack or app, where others may have constructs of their own', () => {
  expect(accepted.filter(({ path }) => !path.includes('/'))).toEqual([]);
});

test.each([
  ['AwsSolutions-SQS4', CfnQueuePolicy, { policyDocument: { Statement: [] } }],
  ['NIST.800.53.R5-CloudWatchLogGroupEncrypted', CfnLogGroup, { kmsKeyId: undefined }],
])('%s, found and not accepted, ends the synthesis', (_rule, type, flaw) => {
  const flawed = checkedApp();
  Aspects.of(flawed).add({ visit: (node) => node instanceof type && Object.assign(node, flaw) });

  expect(synthesisOf(flawed)).toBeInstanceOf(Error);
});

/** What undoes one safeguard each, and what the checks say then. They look at properties, not at overrides. */
const weaknesses: readonly [string, (node: IConstruct) => void, string][] = [
  [
    'a table that cannot be recovered',
    (node) => node instanceof CfnTable && Object.assign(node, { pointInTimeRecoverySpecification: undefined }),
    'AwsSolutions-DDB3',
  ],
  [
    'a queue that takes messages without TLS',
    (node) => node instanceof CfnQueuePolicy && Object.assign(node, { policyDocument: { Statement: [] } }),
    'AwsSolutions-SQS4',
  ],
  [
    'a queue that is not encrypted',
    (node) => node instanceof CfnQueue && Object.assign(node, { sqsManagedSseEnabled: false }),
    'AwsSolutions-SQS2',
  ],
  [
    'a key that never rotates',
    (node) => node instanceof CfnKey && Object.assign(node, { enableKeyRotation: false, keySpec: undefined }),
    'AwsSolutions-KMS5',
  ],
  [
    'a route that anybody may call',
    (node) => node instanceof CfnRoute && Object.assign(node, { authorizationType: 'NONE' }),
    'AwsSolutions-APIG4',
  ],
  [
    'a right on every bucket',
    (node) => node instanceof CfnPolicy && Object.assign(node, { policyDocument: everyBucket }),
    'AwsSolutions-IAM5[Resource::arn:aws:s3:::*]',
  ],
  [
    'a log group without a key',
    (node) => node instanceof CfnLogGroup && Object.assign(node, { kmsKeyId: undefined }),
    'NIST.800.53.R5-CloudWatchLogGroupEncrypted',
  ],
  [
    'a log group that keeps everything for ever',
    (node) => node instanceof CfnLogGroup && Object.assign(node, { retentionInDays: undefined }),
    'NIST.800.53.R5-CloudWatchLogGroupRetentionPeriod',
  ],
  [
    'a bucket that may be opened to the public',
    (node) =>
      node instanceof CfnBucket &&
      Object.assign(node, { publicAccessBlockConfiguration: { blockPublicPolicy: false } }),
    'NIST.800.53.R5-S3BucketLevelPublicAccessProhibited',
  ],
  [
    'a bucket that forgets what is overwritten',
    (node) => node instanceof CfnBucket && Object.assign(node, { versioningConfiguration: undefined }),
    'NIST.800.53.R5-S3BucketVersioningEnabled',
  ],
];

test.each(weaknesses)('%s does not pass', (_what, weaken, rule) => {
  const weakened = checkedApp();
  const check = rule.startsWith('NIST') ? new NIST80053R5Checks() : new AwsSolutionsChecks();

  for (const node of weakened.node.findAll()) weaken(node);

  expect(check.validateScope(weakened).violations.map(({ ruleName }) => ruleName)).toContain(rule);
});
