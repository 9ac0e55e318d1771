import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { describe, expect, test } from 'vitest';
import { bundleStarter } from '../../../lib/constructs/training/bundle-starter.ts';
import { TrainingTask } from '../../../lib/constructs/training/training-task.ts';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import { rightsOf } from '../rights.ts';
import { bankMarketing, only, synthesized, synthesizedWith } from '../synthesized.ts';
import { synthesizedWithNetwork } from './with-network.ts';

const { model } = synthesizedWithNetwork();
const BUCKET = '<Platform/Artifacts/Bucket.Arn>/bank-marketing';
const definition = model.at('Pipeline/TrainingTask/Definition').properties;
const container = only(definition.ContainerDefinitions as Record<string, unknown>[]);
const environment = Object.fromEntries(
  (container.Environment as { Name: string; Value: string }[]).map(({ Name, Value }) => [Name, Value]),
);

test('without a network there is nothing of all this', () => {
  const plain = synthesized().model;

  expect(plain.resources.filter(({ type }) => /^AWS::(ECS|EC2)::/.test(type))).toEqual([]);
  expect(plain.json).not.toMatch(/runTask|ecs-tasks|Fargate/);
  expect(plain.at('Pipeline/Export/Function').properties.Environment.Variables.TRAINING_ENGINES).toBe('lambda');
});

test('with one the export knows that there are containers', () => {
  const { Variables } = model.at('Pipeline/Export/Function').properties.Environment;

  expect(Variables.TRAINING_ENGINES).toBe('lambda,fargate');
});

test('a container of the public Node image for ARM runs the starter, as nobody in particular', () => {
  expect(container).toMatchObject({
    Image: 'public.ecr.aws/docker/library/node:24-slim',
    Command: ['node', '--input-type=module', '--eval', bundleStarter],
    User: 'node',
  });
  expect(definition).toMatchObject({
    Family: 'ratchet-bank-marketing-train',
    RequiresCompatibilities: ['FARGATE'],
    RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
    NetworkMode: 'awsvpc',
  });
});

test('it has the variables of the function, and knows the code of the function by its hash', () => {
  const { Variables } = model.at('Pipeline/Train/Function').properties.Environment;

  expect(environment).toMatchObject(Variables);
  expect(environment.BUNDLE_SHA256).toBe(sha256Hex(readFileSync('dist/lambdas/train/index.mjs')));
  expect(environment.BUNDLE_ENDPOINT).toBe('https://s3.eu-central-1.amazonaws.com');
  expect(environment.BUNDLE_KEY).toMatch(/^[0-9a-f]{64}\.mjs$/);
});

test('a revision that executions under way know stays when there is a newer one', () => {
  expect(model.at('Pipeline/TrainingTask/Definition').updateReplacePolicy).toBe('Retain');
});

test('its logs are encrypted and kept as long as those of the functions', () => {
  expect(model.at('Pipeline/TrainingTask/Logs').properties).toEqual({
    KmsKeyId: '<Platform/DataKey.Arn>',
    RetentionInDays: 30,
  });
});

test('nothing comes in from the network, and only TLS goes out', () => {
  const { SecurityGroupIngress, SecurityGroupEgress } = model.at('Pipeline/TrainingTask/SecurityGroup').properties;

  expect(SecurityGroupIngress).toBeUndefined();
  expect(SecurityGroupEgress).toEqual([
    expect.objectContaining({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }),
  ]);
});

describe('of roles', () => {
  const rights = rightsOf(model);
  const of = (role: string) => rights.filter((right) => right.role === role);
  const text = ({ action, resource }: { action: string; resource: string }) => `${action} ${resource}`;
  const assets = 'arn:aws:s3:::cdk-hnb659fds-assets-111122223333-eu-central-1';

  test('a container may do what the function may, read code and definitions of this and earlier deployments and write its answer', () => {
    const ofFunction = of('Pipeline/Train').filter(({ action }) => !/^(logs|xray):/.test(action));
    const earlier = [`s3:GetObject ${assets}/*.mjs`, `s3:GetObject ${assets}/*.json`];
    const own = [...earlier, `s3:PutObject ${BUCKET}/trainings/*`];

    expect(of('Pipeline/TrainingTask/Task').map(text).sort()).toEqual([...ofFunction.map(text), ...own].sort());
  });

  test('what starts the container may write its logs, and nothing else', () => {
    expect(of('Pipeline/TrainingTask/Execution').map(text)).toEqual([
      'logs:CreateLogStream <Pipeline/TrainingTask/Logs.Arn>',
      'logs:PutLogEvents <Pipeline/TrainingTask/Logs.Arn>',
    ]);
  });

  test('only tasks of this account take them', () => {
    for (const name of ['TaskRole', 'ExecutionRole']) {
      const { Statement } = model.at(`Pipeline/TrainingTask/${name}`).properties.AssumeRolePolicyDocument;
      expect(Statement).toEqual([
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
        },
      ]);
    }
  });

  test('the machine runs tasks of this model in their cluster, and passes on their two roles to ECS alone', () => {
    const beyond = of('Pipeline/RetrainWorkflow/Machine/StateMachine').filter(({ action }) =>
      /^(ecs|iam):/.test(action),
    );
    const cluster = { ArnEquals: { 'ecs:cluster': '<Pipeline/TrainingTask/Cluster.Arn>' } };
    const toEcs = { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } };
    const tasks = 'arn:aws:ecs:eu-central-1:111122223333:task/<Pipeline/TrainingTask/Cluster>/*';
    const revisions = 'arn:aws:ecs:eu-central-1:111122223333:task-definition/ratchet-bank-marketing-train:*';

    expect(beyond.map(({ action, resource, condition }) => [action, resource, condition])).toEqual([
      ['ecs:RunTask', revisions, cluster],
      ['ecs:DescribeTasks', tasks, cluster],
      ['ecs:StopTask', tasks, cluster],
      ['iam:PassRole', '<Pipeline/TrainingTask/ExecutionRole.Arn>', toEcs],
      ['iam:PassRole', '<Pipeline/TrainingTask/TaskRole.Arn>', toEcs],
    ]);
  });

  test('the machine reads answers of this model, and hears of ended tasks by the rule of Step Functions', () => {
    const beyond = of('Pipeline/RetrainWorkflow/Machine/StateMachine').filter(({ action }) =>
      /^(s3|events|kms):/.test(action),
    );
    const rule = 'arn:aws:events:eu-central-1:111122223333:rule/StepFunctionsGetEventsForECSTaskRule';

    expect(beyond.map(text)).toEqual([
      `s3:GetObject ${BUCKET}/trainings/*`,
      'kms:Decrypt <Platform/DataKey.Arn>',
      `events:DescribeRule ${rule}`,
      `events:PutRule ${rule}`,
      `events:PutTargets ${rule}`,
    ]);
  });
});

describe('of subnets', () => {
  const configuration = (subnets?: ec2.SubnetSelection, assignPublicIp?: boolean) => {
    const stack = new Stack(new App(), 'Test');
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['one'],
      publicSubnetIds: ['subnet-public'],
      publicSubnetRouteTableIds: ['table-public'],
      privateSubnetIds: ['subnet-private'],
      privateSubnetRouteTableIds: ['table-private'],
    });
    const variables = { MODEL_NAME: 'a', ARTIFACT_BUCKET_NAME: 'b' };
    const asset = { DEFINITION_BUCKET_NAME: 'c', DEFINITION_KEY: 'd', DEFINITION_SHA256: 'e' };
    return new TrainingTask(stack, 'Task', {
      network: { vpc, ...(subnets && { subnets }), ...(assignPublicIp !== undefined && { assignPublicIp }) },
      family: 'test',
      environment: { ...variables, ...asset },
      permissions: [],
      logDays: 30,
    }).networkConfiguration;
  };

  test('public ones give an address, so that no NAT is needed', () => {
    expect(configuration()).toMatchObject({
      AwsvpcConfiguration: { Subnets: ['subnet-public'], AssignPublicIp: 'ENABLED' },
    });
  });

  test('whoever knows better may say so', () => {
    const subnets = { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS };

    expect(configuration(subnets, true)).toMatchObject({ AwsvpcConfiguration: { AssignPublicIp: 'ENABLED' } });
    expect(configuration(undefined, false)).toMatchObject({ AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } });
  });

  test('private ones do not', () => {
    expect(configuration({ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS })).toMatchObject({
      AwsvpcConfiguration: { Subnets: ['subnet-private'], AssignPublicIp: 'DISABLED' },
    });
  });
});

describe('a definition that', () => {
  const warnings = (stack: Stack) =>
    Annotations.fromStack(stack)
      .findWarning('*', Match.stringLikeRegexp('is expected to take'))
      .map(({ entry }) => entry.data);

  test('insists on containers without a network is refused', () => {
    const definitions = [{ ...bankMarketing, training: { engine: 'fargate' } as const }];

    expect(() => synthesizedWith({ definitions })).toThrow(
      "'vpc' should be a network for the containers that bank-marketing trains in by 'training.engine', got nothing",
    );
  });

  test('expects more rows than a function holds is warned, unless there are containers', () => {
    const expected = { training: { expectedRows: 3_000_000 }, memory: { train: 8_000 } };
    const { model: without } = synthesizedWith({ definitions: [{ ...bankMarketing, ...expected }] });

    expect(warnings(without.stack)).toEqual([expect.stringContaining("give the pipeline a 'vpc'")]);
    expect(warnings(synthesizedWithNetwork(expected).model.stack)).toEqual([]);
  });

  test('expects more rows than can be exported is warned of that too, containers or not', () => {
    const training = { expectedRows: 5_000_000 };

    expect(warnings(synthesizedWithNetwork({ training }).model.stack)).toEqual([
      expect.stringMatching(/^the export of 5000000 rows of 15 features .* four fifths of 3008: raise 'memory.train'/),
    ]);
  });

  test('expects few rows, or does not say, is not warned', () => {
    const { model: few } = synthesizedWith({ definitions: [{ ...bankMarketing, training: { expectedRows: 10_000 } }] });

    expect(warnings(few.stack)).toEqual([]);
    expect(warnings(synthesized().model.stack)).toEqual([]);
  });
});
