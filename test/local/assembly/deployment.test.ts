import { expect, test } from 'vitest';
import type { AssemblyStack } from '../../../lib/local/assembly/cloud-assembly.ts';
import { Deployment } from '../../../lib/local/assembly/deployment.ts';
import type { ResourceHandler } from '../../../lib/local/assembly/resource-handler.ts';
import type { Template } from '../../../lib/local/assembly/template.ts';
import { EventLog } from '../../../lib/local/event-log.ts';
import { FaultPlan } from '../../../lib/local/fault-plan.ts';
import { VirtualClock } from '../../../lib/local/virtual-clock.ts';

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
  const drifting: ResourceHandler = {
    ...thing,
    revert: ({ logicalId }, { physicalId }) => void calls.push(`revert ${logicalId} as ${physicalId}`),
  };
  /** Remembers under which id it is asked, and makes a new one of each colour. */
  const custom: ResourceHandler = {
    ...thing,
    update({ logicalId, properties }, { physicalId, properties: former }) {
      calls.push(`ask ${physicalId} for ${properties.Colour} after ${former.Colour}`);
      return { physicalId: `${logicalId}-${properties.Colour}`, attributes: {} };
    },
  };
  const faults = new FaultPlan();
  const clock = new VirtualClock(0);
  const handlers = { 'Test::Thing': thing, 'Test::Drifting': drifting, 'Custom::*': custom };
  const deployment = new Deployment(handlers, new EventLog(() => 0), { faults, clock });
  const deploy = (...stacks: AssemblyStack[]) => deployment.deploy({ folder: '', stacks });
  const revertDrift = (...stacks: AssemblyStack[]) => deployment.deploy({ folder: '', stacks }, { revertDrift: true });
  return { calls, clock, faults, deployment, deploy, revertDrift };
}

const thing = (properties: Record<string, unknown>, more: object = {}) => ({
  Type: 'Test::Thing',
  Properties: { Colour: 'red', ...properties },
  ...more,
});

const custom = (Colour: string, more: object = {}) => ({ Type: 'Custom::Thing', Properties: { Colour }, ...more });

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
  expect(calls).toEqual(['update A to two', 'create B', 'update A to one', 'delete B-red']);
  expect(deployment.resources().map(({ logicalId }) => logicalId)).toEqual(['A']);
});

test('what is replaced stays where its policy says so', async () => {
  const { calls, deploy } = playground();
  await deploy(stack({ A: thing({ Name: 'one' }, { UpdateReplacePolicy: 'Retain' }) }));
  calls.length = 0;
  await deploy(stack({ A: thing({ Name: 'one', Colour: 'blue' }) }));
  expect(calls).toEqual(['update A to one']);
});

test('a rollback updates again in the order of dependence, the one that failed as well, and deletes last', async () => {
  const { calls, deploy } = playground();
  const before = { A: thing({ Name: 'one' }), C: custom('red', { DependsOn: 'A' }) };
  await deploy(stack(before));
  calls.length = 0;
  const after = { A: thing({ Name: 'two' }), C: custom('blue', { DependsOn: ['A', 'New'] }), New: thing({}) };
  await expect(deploy(stack({ ...after, D: thing({ Name: 'broken' }, { DependsOn: 'C' }) }))).rejects.toThrow('broken');
  expect(calls).toEqual([
    ...['update A to two', 'create New', 'ask C-red for blue after red'],
    ...['update A to one', 'ask C-blue for red after blue'],
    ...['delete C-blue', 'delete New-red'],
  ]);
});

test('a rollback just uses again what was replaced, and deletes what replaced it', async () => {
  const { calls, deploy, deployment } = playground();
  await deploy(stack({ A: thing({ Name: 'one' }), B: thing({}) }));
  calls.length = 0;
  const after = { A: thing({ Name: 'one', Colour: 'blue' }), B: thing({ Name: 'broken' }) };
  await expect(deploy(stack(after))).rejects.toThrow('it is broken');
  expect(calls).toEqual(['update A to one', 'update B to undefined', 'delete A-blue']);
  expect(deployment.find('Stack', 'A')?.physicalId).toBe('A-red');
});

test('after a rollback the next deployment is compared with the template before', async () => {
  const { calls, deploy, faults } = playground();
  const changed = stack({ A: thing({ Name: 'two' }) });
  await deploy(stack({ A: thing({ Name: 'one' }) }));
  faults.add({ point: 'cloudformation:A', kind: 'fail-after' });
  await expect(deploy(changed)).rejects.toThrow('the update of A failed: fail-after was planned');
  calls.length = 0;
  await deploy(changed);
  expect(calls).toEqual(['update A to two']);
});

test.each([
  ['fail-before', 'has not happened', ['update AThing to one']],
  ['fail-after', 'has happened', ['update AThing to two', 'update AThing to one']],
] as const)('an update that is planned to %s %s, and is taken back all the same', async (kind, _what, expected) => {
  const { calls, deploy, faults } = playground();
  const named = (Name: string) => stack({ AThing0123BEEF: thing({ Name }) });
  await deploy(named('one'));
  calls.length = 0;
  faults.add({ point: 'cloudformation:AThing', kind });
  await expect(deploy(named('two'))).rejects.toThrow(kind);
  expect(calls.map((call) => call.replace('0123BEEF', ''))).toEqual(expected);
});

test('an update that times out is waited for, an hour when nothing else is said', async () => {
  const { clock, deploy, faults } = playground();
  await deploy(stack({ A: thing({ Name: 'one' }) }));
  faults.add({ point: 'cloudformation:A', kind: 'time-out' });
  let failed = false;
  const deploying = deploy(stack({ A: thing({ Name: 'two' }) })).catch(() => {
    failed = true;
  });
  await clock.runUntil(3_599_999);
  expect(failed).toBe(false);
  await clock.runUntil(3_600_000);
  await deploying;
  expect(failed).toBe(true);
});

test('a fault that a deployment cannot have is refused by name', async () => {
  const { deploy, faults } = playground();
  await deploy(stack({ A: thing({ Name: 'one' }) }));
  faults.add({ point: 'cloudformation:A', kind: 'duplicate' });
  const message = 'cloudformation:A should have the fault fail-before, fail-after or time-out, got duplicate';
  await expect(deploy(stack({ A: thing({ Name: 'two' }) }))).rejects.toThrow(message);
});

test('reverting drift touches what the template has not changed, where anything can have drifted', async () => {
  const { calls, deploy, revertDrift } = playground();
  const drifting = { Type: 'Test::Drifting', Properties: { Name: 'one', Colour: 'red' } };
  const before = { A: drifting, B: thing({ Name: 'one' }), C: custom('red') };
  await deploy(stack(before));
  calls.length = 0;
  await deploy(stack(before));
  expect(calls).toEqual([]);
  await revertDrift(stack({ ...before, B: thing({ Name: 'two' }) }));
  expect(calls).toEqual(['revert A as A-red', 'update B to two']);
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
