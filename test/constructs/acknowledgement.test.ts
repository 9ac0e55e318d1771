import { App, Aspects, Validations } from 'aws-cdk-lib';
import { CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { expect, test } from 'vitest';
import { ratchetStacks } from '../../lib/index.ts';
import { bankMarketing, deployedContext } from './synthesized.ts';

/** The app as it is deployed, under the checks of cdk-nag; the built-in ones of CDK take part where they are asked to. */
function checkedApp(builtinCloudFormationValidation = false): App {
  const app = new App({ context: deployedContext, builtinCloudFormationValidation });
  // a preset with drift, performance and a canary, so that everything optional is there too
  ratchetStacks(app, { definitions: [{ ...bankMarketing, policy: 'feed-ranker' }], emailAddresses: ['a@example.com'] });
  Validations.of(app).addPlugins(new AwsSolutionsChecks());
  return app;
}

interface Acknowledged {
  readonly path: string;
  readonly id: string;
  readonly reason: string;
}

/** Everything that was accepted, once the app is synthesized. */
function acknowledged(app: App): Acknowledged[] {
  const entries = app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data))
      .map(([id, reason]) => ({ path: node.path, id: id.replace(/^Annotation::/, ''), reason })),
  );
  return [...new Map(entries.map((entry) => [`${entry.path} ${entry.id}`, entry])).values()];
}

const everyBucket = {
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::*'] }],
};

/** What the checks find when nothing is accepted, as `<path> <rule>`. */
function findings(app: App): { readonly path: string; readonly id: string }[] {
  const unforgiving = new AwsSolutionsChecks();
  Object.assign(unforgiving, { isAcknowledged: () => false });
  return unforgiving
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
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
  for (const { id } of accepted.filter((one) => one.id.includes('IAM'))) {
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

/** Aspects that undo one safeguard each, and what the checks say then. They look at properties, not at overrides. */
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
];

test.each(weaknesses)('%s does not pass', (_what, weaken, rule) => {
  const weakened = checkedApp();
  Aspects.of(weakened).add({ visit: weaken });

  expect(synthesisOf(weakened)).toBeInstanceOf(Error);
  expect(new AwsSolutionsChecks().validateScope(weakened).violations.map(({ ruleName }) => ruleName)).toContain(rule);
});
