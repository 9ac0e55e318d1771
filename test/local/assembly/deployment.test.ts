import { expect, test } from 'vitest';
import type { AssemblyStack } from '../../../lib/local/assembly/cloud-assembly.ts';
import { Deployment } from '../../../lib/local/assembly/deployment.ts';
import type { ResourceHandler } from '../../../lib/local/assembly/resource-handler.ts';
import type { Template } from '../../../lib/local/assembly/template.ts';
import { EventLog } from '../../../lib/local/event-log.ts';

/** Plays `Test::Thing`; a thing that is called broken cannot be made, and another colour makes another thing. */
function playground() {
  const calls: string[] = [];
  const thing: ResourceHandler = {
    simulated: ['Name', 'Colour', 'Uses'],
    inert: ['Comment'],
    create({ logicalId, properties }) {
      if (properties.Name === 'broken') throw new Error('it is broken');
      calls.push(`create ${logicalId}`);
      return { physicalId: `${logicalId}-${properties.Colour}`, attributes: { Arn: `arn:${logicalId}` } };
    },
    update({ logicalId, properties }) {
      if (properties.Name === 'broken') throw new Error('it is broken');
      calls.push(`update ${logicalId} to ${properties.Name}`);
      return { physicalId: `${logicalId}-${properties.Colour}`, attributes: { Arn: `arn:${logicalId}` } };
    },
    delete({ physicalId }) {
      calls.push(`delete ${physicalId}`);
    },
  };
  const deployment = new Deployment({ 'Test::Thing': thing }, new EventLog(() => 0));
  const deploy = (...stacks: AssemblyStack[]) => deployment.deploy({ folder: '', stacks });
  return { calls, deployment, deploy };
}

const thing = (properties: Record<string, unknown>, more: object = {}) => ({
  Type: 'Test::Thing',
  Properties: { Colour: 'red', ...properties },
  ...more,
});

const stack = (resources: Template['Resources'], more: Partial<Template> = {}, name = 'Stack'): AssemblyStack => ({
  name,
  template: { Resources: resources, ...more },
  assets: new Map(),
});

test('resources are created after what they name and what they depend on', async () => {
  const { calls, deploy } = playground();
  await deploy(stack({ C: thing({ Uses: { Ref: 'B' } }), B: thing({}, { DependsOn: 'A' }), A: thing({}) }));
  expect(calls).toEqual(['create A', 'create B', 'create C']);
});

test('a second deployment touches only what changed', async () => {
  const { calls, deploy } = playground();
  await deploy(stack({ A: thing({ Name: 'one' }), B: thing({ Name: 'two' }), C: thing({}) }));
  calls.length = 0;
  await deploy(stack({ A: thing({ Name: 'one' }), B: thing({ Name: 'three' }) }));
  expect(calls).toEqual(['update B to three', 'delete C-red']);
});

test('what is replaced is deleted when everything else is done', async () => {
  const { calls, deploy, deployment } = playground();
  await deploy(stack({ A: thing({ Name: 'one' }), B: thing({}) }));
  calls.length = 0;
  await deploy(stack({ A: thing({ Name: 'one', Colour: 'blue' }), B: thing({ Name: 'two' }) }));
  expect(calls).toEqual(['update A to one', 'update B to two', 'delete A-red']);
  expect(deployment.find('Stack', 'A')?.physicalId).toBe('A-blue');
});

test('a retained resource survives its removal from the template', async () => {
  const { calls, deploy } = playground();
  await deploy(stack({ A: thing({}, { DeletionPolicy: 'RetainExceptOnCreate' }) }));
  await deploy(stack({}));
  expect(calls).toEqual(['create A']);
});

test('a failure puts the stack back to what it was', async () => {
  const { calls, deploy, deployment } = playground();
  await deploy(stack({ A: thing({ Name: 'one' }) }));
  calls.length = 0;
  const broken = stack({ A: thing({ Name: 'two' }), B: thing({}), C: thing({ Name: 'broken', Uses: { Ref: 'B' } }) });
  await expect(deploy(broken)).rejects.toThrow('Stack was rolled back: it is broken');
  expect(calls).toEqual(['update A to two', 'create B', 'delete B-red', 'update A to one']);
  expect(deployment.resources().map(({ logicalId }) => logicalId)).toEqual(['A']);
});

test('one stack reads what another exports', async () => {
  const { deploy, deployment } = playground();
  const shared = stack(
    { Key: thing({}) },
    { Outputs: { Out: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] }, Export: { Name: 'Shared:Key' } } } },
    'Shared',
  );
  await deploy(shared, stack({ A: thing({ Uses: { 'Fn::ImportValue': 'Shared:Key' } }) }));
  expect(deployment.find('Stack', 'A')).toBeDefined();
});

test.each([
  [
    'a resource type',
    { Odd: { Type: 'AWS::Odd::Thing' } },
    'Odd: the resource type AWS::Odd::Thing is neither simulated nor known to be inert',
  ],
  ['a property', { A: thing({ Wings: 2 }) }, "A: the property of Test::Thing 'Wings' is not known"],
  ['a field of a resource', { A: thing({}, { CreationPolicy: {} }) }, "A: the field 'CreationPolicy' is not known"],
  ['a circle', { A: thing({ Uses: { Ref: 'B' } }), B: thing({ Uses: { Ref: 'A' } }) }, 'it depends on itself'],
])(
  '%s that is not known is refused with its logical id, before anything is made',
  async (_what, resources, message) => {
    const { calls, deploy } = playground();
    await expect(deploy(stack(resources))).rejects.toThrow(message);
    expect(calls).toEqual([]);
  },
);

test('a template section that is not known is refused', async () => {
  const { deploy } = playground();
  await expect(deploy(stack({}, { Transform: 'AWS::Serverless' }))).rejects.toThrow("the template section 'Transform'");
});
