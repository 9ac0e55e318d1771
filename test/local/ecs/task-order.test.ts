import { describe, expect, test } from 'vitest';
import { containerScript } from '../../../lib/local/ecs/container-code.ts';
import { TaskDefinitions } from '../../../lib/local/ecs/task-definitions.ts';
import { readTaskOrder } from '../../../lib/local/ecs/task-order.ts';
import type { Json } from '../../../lib/local/states/json.ts';

const definitions = new TaskDefinitions();
const { arn } = definitions.register('train', {
  containerName: 'train',
  script: '',
  environment: {},
  cpu: 2_048,
  megabytes: 8_192,
});

const strategy = (CapacityProvider: string) => ({ CapacityProviderStrategy: [{ CapacityProvider, Weight: 1 }] });
const order = { Cluster: 'arn:cluster/one', TaskDefinition: arn, ...strategy('FARGATE'), NetworkConfiguration: {} };
const read = (changes: object) => readTaskOrder({ ...order, ...changes } as unknown as Json, definitions);

test('an order takes the size of its definition unless it asks for another one', () => {
  expect(read({})).toMatchObject({ megabytes: 8_192, spot: false, environment: {} });
  expect(read({ Overrides: { Cpu: '16384', Memory: '122880' }, ...strategy('FARGATE_SPOT') })).toMatchObject({
    megabytes: 122_880,
    spot: true,
  });
});

const override = (Name: string, Value = 'x') => ({
  Overrides: { ContainerOverrides: [{ Name, Environment: [{ Name: 'A', Value }] }] },
});

test('variables of an order belong to the container that it names', () => {
  expect(read(override('train')).environment).toEqual({ A: 'x' });
  expect(() => read(override('other'))).toThrow("the task has no container 'other'");
});

test.each([
  [
    'a size that Fargate does not have',
    { Overrides: { Cpu: '2048', Memory: '65536' } },
    'No Fargate configuration exists',
  ],
  ['overrides that are too long', override('train', 'x'.repeat(9_000)), 'at most 8192'],
  ['another capacity', strategy('MyInstances'), 'should be FARGATE or FARGATE_SPOT'],
  ['an argument that is not played', { LaunchType: 'EC2' }, "the argument 'LaunchType' is not simulated"],
  ['a definition that is not there', { TaskDefinition: 'arn:other:1' }, 'TaskDefinition not found'],
])('%s is refused', (_what, changes, message) => {
  expect(() => read(changes)).toThrow(message);
});

test('revisions of a family are numbered, and a deleted one is not found any more', () => {
  const family = { containerName: 'train', script: '', environment: {}, cpu: 1, megabytes: 1 };
  const arns = [1, 2].map(() => definitions.register('other', family).arn);

  expect(arns.map((one) => one.split('/').at(-1))).toEqual(['other:1', 'other:2']);
  definitions.deregister(arns[0] ?? '');
  expect(() => definitions.find(arns[0] ?? '')).toThrow('not found');
});

describe('what a container may run', () => {
  const image = 'public.ecr.aws/docker/library/node:24-slim';
  const command = ['node', '--input-type=module', '--eval', 'console.log(1);'];

  test('is a script in a public Node image', () => {
    expect(containerScript('Definition', image, command)).toBe('console.log(1);');
  });

  test.each([
    ['python:3.12', command, /^Definition: 'Image' should be a Node 24 image .* got "python:3.12"/],
    [image, ['python', 'train.py'], /'Command' should be \["node","--input-type=module","--eval","<script>"\], got/],
    [image, undefined, /'Command' should be/],
  ])('is not %j with %j', (otherImage, otherCommand, message) => {
    expect(() => containerScript('Definition', otherImage, otherCommand)).toThrow(message);
  });
});
