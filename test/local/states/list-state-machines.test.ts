import { expect, test } from 'vitest';
import { machineOf, ROLE, START, statesSetUp } from './states-set-up.ts';

const ARN = 'arn:aws:states:eu-central-1:111122223333:stateMachine';

function setUp(names: readonly string[]) {
  const { service } = statesSetUp();
  const definition = machineOf({ P: { Type: 'Pass', End: true } });
  for (const name of names) service.createStateMachine({ arn: `${ARN}:${name}`, name, definition, roleArn: ROLE });
  const list = async (input: Record<string, unknown>) => service.operations.ListStateMachines?.(input, { id: 'test' });
  return { service, list };
}

test('machines are listed with name, type and date, but without their definitions', async () => {
  const { list } = setUp(['one']);

  expect(await list({})).toEqual({
    stateMachines: [{ stateMachineArn: `${ARN}:one`, name: 'one', type: 'STANDARD', creationDate: START / 1000 }],
  });
});

test('the list comes in pages', async () => {
  const { list } = setUp(['one', 'two', 'three']);

  const first = await list({ maxResults: 2 });
  expect(first).toMatchObject({ stateMachines: [{ name: 'one' }, { name: 'two' }], nextToken: 'from-2' });
  const second = await list({ maxResults: 2, nextToken: 'from-2' });
  expect(second).toMatchObject({ stateMachines: [{ name: 'three' }] });
  expect(second).not.toHaveProperty('nextToken');
});

test('a deleted machine is not listed any more', async () => {
  const { service, list } = setUp(['one', 'two']);

  service.deleteStateMachine(`${ARN}:one`);

  expect(await list({})).toMatchObject({ stateMachines: [{ name: 'two' }] });
});

test('a member that is not known is refused', async () => {
  await expect(setUp([]).list({ stateMachineArn: ARN })).rejects.toThrow("'stateMachineArn' is not known here");
});
