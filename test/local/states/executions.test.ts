import { describe, expect, test } from 'vitest';
import {
  boom,
  ended,
  LAMBDA,
  MACHINE,
  machineOf,
  ROLE,
  type StatesSetUp,
  scripted,
  start,
  statesSetUp,
} from './states-set-up.ts';

const DAY = 86_400_000;
const wait = (seconds: number) => machineOf({ W: { Type: 'Wait', Seconds: seconds, End: true } });
const named = (name: string, input = '{}') => ({ stateMachineArn: MACHINE, name, input });

function created(definition: object, integrations = {}): StatesSetUp {
  const setUp = statesSetUp(integrations);
  setUp.service.createStateMachine({ arn: MACHINE, name: 'machine', definition, roleArn: ROLE });
  return setUp;
}

describe('the name of an execution', () => {
  test('with the same input while it runs means the same execution', async () => {
    const { service, changes } = created(wait(60));

    const first = service.startExecution(named('a', '{"x":1}'));

    expect(service.startExecution(named('a', '{"x":1}'))).toEqual(first);
    expect(changes).toHaveLength(1);
    expect(() => service.startExecution(named('a', '{"x": 1}'))).toThrow(
      expect.objectContaining({ code: 'ExecutionAlreadyExists' }),
    );
  });

  test('stays taken for 90 days after the end', async () => {
    const { service, clock } = created(wait(60));
    const { executionArn } = service.startExecution(named('a'));
    await clock.runUntil(clock.now() + 60_000);
    expect(service.describeExecution(executionArn).status).toBe('SUCCEEDED');

    await clock.runUntil(clock.now() + 90 * DAY);
    expect(() => service.startExecution(named('a'))).toThrow(
      expect.objectContaining({ code: 'ExecutionAlreadyExists' }),
    );

    await clock.runUntil(clock.now() + 1);
    expect(() => service.describeExecution(executionArn)).toThrow(
      expect.objectContaining({ code: 'ExecutionDoesNotExist' }),
    );
    expect(service.startExecution(named('a')).status).toBe('RUNNING');
    expect(service.listExecutions(MACHINE)).toHaveLength(1);
  });

  test('that is not given is drawn from the seed', () => {
    const draw = (seed: string) => {
      const { service } = statesSetUp({}, { seed });
      service.createStateMachine({ arn: MACHINE, name: 'machine', definition: wait(1), roleArn: ROLE });
      return [1, 2].map(() => service.startExecution({ stateMachineArn: MACHINE }).name);
    };

    expect(new Set([...draw('one'), ...draw('one'), ...draw('two')]).size).toBe(4);
  });

  test.each(['', 'two words', 'a:b', 'a/b', 'a*', 'a"b', 'a#', 'x'.repeat(81), 'a\nb'])('cannot be %j', (name) => {
    expect(() => created(wait(1)).service.startExecution(named(name))).toThrow(
      expect.objectContaining({ code: 'InvalidName' }),
    );
  });

  test.each(['x'.repeat(80), 'code-1f3a_7.b', 'é'])('may be %s', (name) => {
    expect(created(wait(1)).service.startExecution(named(name)).executionArn).toBe(
      `${MACHINE.replace(':stateMachine:', ':execution:')}:${name}`,
    );
  });
});

test('an input that is no JSON is refused', () => {
  expect(() => created(wait(1)).service.startExecution(named('a', '{'))).toThrow(
    expect.objectContaining({ code: 'InvalidExecutionInput' }),
  );
});

test('the input is {} when none is given', async () => {
  const { service } = created(wait(1));

  expect(service.startExecution({ stateMachineArn: MACHINE, name: 'a' }).input).toBe('{}');
});

describe('StopExecution', () => {
  const group = { StartAt: 'B', States: { B: { Type: 'Wait', Seconds: 900, End: true } } };
  const caught = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'C' }], End: true };
  const states: Readonly<Record<string, object>> = {
    'a Wait': { Type: 'Wait', Seconds: 900, End: true },
    'a Task': { Type: 'Task', Resource: LAMBDA, TimeoutSeconds: 900, ...caught },
    'a Task that waits for its token': {
      Type: 'Task',
      Resource: `${LAMBDA}.waitForTaskToken`,
      TimeoutSeconds: 900,
      ...caught,
    },
    'the Retry of a Task': {
      Type: 'Task',
      Resource: 'arn:aws:states:::fails:always',
      Retry: [{ ErrorEquals: ['Boom'], IntervalSeconds: 900 }],
      ...caught,
    },
    'a Map': { Type: 'Map', Items: [1, 2, 3], MaxConcurrency: 2, ItemProcessor: group, ...caught },
    'a Parallel': { Type: 'Parallel', Branches: [group], ...caught },
  };

  test.each(Object.entries(states))('during %s aborts at once', async (_, state) => {
    const setUp: StatesSetUp = statesSetUp({
      [LAMBDA]: async (__, { signal, taskToken }) => (taskToken ? {} : setUp.clock.sleep(900_000, signal)),
      'arn:aws:states:::fails:always': scripted(boom()).integration,
    });
    const handlers: Readonly<Record<string, object>> = 'Catch' in state ? { C: { Type: 'Succeed' } } : {};
    const executionArn = start(setUp, machineOf({ A: state, ...handlers }, { TimeoutSeconds: 5000 }));
    await setUp.clock.runUntil(setUp.clock.now() + 10_000);

    const stopped = setUp.service.stopExecution({ executionArn, error: 'Enough', cause: 'said so' });
    await setUp.clock.runUntil(setUp.clock.now() + 10_000_000);

    expect(stopped).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'said so' });
    expect((stopped.stopDate ?? 0) - stopped.startDate).toBe(10_000);
    expect(setUp.service.describeExecution(executionArn)).toEqual(stopped);
    expect(setUp.changes.map(({ status }) => status)).toEqual(['RUNNING', 'ABORTED']);
    expect(setUp.service.getExecutionHistory(executionArn).at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      previousEventId: 0,
      details: { error: 'Enough', cause: 'said so' },
    });
    expect(setUp.clock.nextDue()).toBeUndefined();
  });

  test('leaves one that has ended as it is', async () => {
    const setUp = statesSetUp();
    const executionArn = start(setUp, wait(1));
    const before = await ended(setUp, executionArn);
    await setUp.clock.runUntil(setUp.clock.now() + 5000);

    expect(setUp.service.stopExecution({ executionArn })).toMatchObject({
      status: 'SUCCEEDED',
      stopDate: before.stopDate,
    });
    expect(setUp.changes).toHaveLength(2);
  });

  test('before the first state runs none', async () => {
    const setUp = statesSetUp();
    const executionArn = start(setUp, wait(1));

    setUp.service.stopExecution({ executionArn });
    await setUp.clock.runUntil(setUp.clock.now() + 5000);

    const types = setUp.service.getExecutionHistory(executionArn).map(({ type }) => type);
    expect(types).toEqual(['ExecutionStarted', 'ExecutionAborted']);
  });
});

describe('a nested execution', () => {
  const child = MACHINE.replace(/machine$/, 'child');
  const parent = (more: object = {}, resource = 'startExecution.sync:2') =>
    machineOf({
      A: {
        Type: 'Task',
        Resource: `arn:aws:states:::states:${resource}`,
        Arguments: { StateMachineArn: child, Name: 'inside', ...more },
        End: true,
      },
    });
  const withChild = (definition: object) => {
    const setUp = statesSetUp();
    setUp.service.createStateMachine({ arn: child, name: 'child', definition, roleArn: ROLE });
    return setUp;
  };

  test('that fails fails its task, with all that is known of it', async () => {
    const setUp = withChild(machineOf({ F: { Type: 'Fail', Error: 'Boom', Cause: 'it broke' } }));

    const { error, cause } = await ended(setUp, start(setUp, parent()));

    expect(error).toBe('States.TaskFailed');
    expect(JSON.parse(cause ?? '')).toMatchObject({
      Name: 'inside',
      Status: 'FAILED',
      Error: 'Boom',
      Cause: 'it broke',
      Input: '{}',
    });
  });

  test('is stopped with the one around it', async () => {
    const setUp = withChild(wait(900));
    const executionArn = start(setUp, parent());
    await setUp.clock.runUntil(setUp.clock.now() + 1000);

    setUp.service.stopExecution({ executionArn });

    expect(setUp.service.listExecutions(child).map(({ status }) => status)).toEqual(['ABORTED']);
    await setUp.clock.runUntil(setUp.clock.now() + 1000);
    expect(setUp.clock.nextDue()).toBeUndefined();
  });

  test('that is only started runs on by itself', async () => {
    const setUp = withChild(wait(900));

    const { output } = await ended(setUp, start(setUp, parent({}, 'startExecution')));

    expect(output).toMatchObject({ ExecutionArn: `${child.replace(':stateMachine:', ':execution:')}:inside` });
    expect(setUp.service.listExecutions(child).map(({ status }) => status)).toEqual(['RUNNING']);
  });

  test('whose name is taken fails its task', async () => {
    const setUp = withChild(wait(900));
    setUp.service.startExecution({ stateMachineArn: child, name: 'inside', input: '[]' });

    expect(await ended(setUp, start(setUp, parent()))).toMatchObject({
      error: 'StepFunctions.ExecutionAlreadyExistsException',
    });
  });

  test('of a machine that does not exist fails its task', async () => {
    const setUp = statesSetUp();

    expect(await ended(setUp, start(setUp, parent()))).toMatchObject({
      error: 'StepFunctions.StateMachineDoesNotExistException',
    });
  });
});

describe('a state machine', () => {
  const twoSteps = (output: string) =>
    machineOf({ W: { Type: 'Wait', Seconds: 60, Next: 'P' }, P: { Type: 'Pass', Output: output, End: true } });

  test('that is updated leaves executions in flight their definition', async () => {
    const setUp = statesSetUp();
    const before = start(setUp, twoSteps('before'));
    await setUp.clock.runUntil(setUp.clock.now() + 1000);

    setUp.service.updateStateMachine(MACHINE, { definition: twoSteps('after') });
    const { executionArn: after } = setUp.service.startExecution(named('after'));

    expect((await ended(setUp, before)).output).toBe('before');
    expect((await ended(setUp, after)).output).toBe('after');
  });

  test('that is updated with a definition that is wrong stays as it was', async () => {
    const { service } = created(twoSteps('before'));

    expect(() => service.updateStateMachine(MACHINE, { definition: machineOf({ A: { Type: 'Sleep' } }) })).toThrow(
      'the type "Sleep" is not known',
    );
    expect(service.describeStateMachine(MACHINE).definitionText).toContain('before');
  });

  test('that is deleted lets executions in flight end at their next state', async () => {
    const setUp = statesSetUp();
    const executionArn = start(setUp, twoSteps('never'));
    await setUp.clock.runUntil(setUp.clock.now() + 1000);

    setUp.service.deleteStateMachine(MACHINE);

    expect(setUp.service.describeExecution(executionArn).status).toBe('RUNNING');
    expect((await ended(setUp, executionArn)).status).toBe('ABORTED');
    expect(() => setUp.service.startExecution(named('again'))).toThrow(
      expect.objectContaining({ code: 'StateMachineDoesNotExist' }),
    );
  });

  test('cannot be created twice', () => {
    const { service } = created(wait(1));

    expect(() => service.createStateMachine({ arn: MACHINE, name: 'm', definition: wait(1), roleArn: ROLE })).toThrow(
      `the state machine ${MACHINE} exists already`,
    );
  });
});

test('every start and end is told at once, with what is known by then', async () => {
  const setUp = statesSetUp({ [LAMBDA]: scripted(boom()).integration });
  const executionArn = start(
    setUp,
    machineOf({ W: { Type: 'Wait', Seconds: 1, Next: 'A' }, A: { Type: 'Task', Resource: LAMBDA, End: true } }),
    { a: 1 },
  );
  const { startDate } = await ended(setUp, executionArn);

  const common = { executionArn, stateMachineArn: MACHINE, name: 'execution', startDate, input: '{"a":1}' };
  expect(setUp.changes).toEqual([
    { ...common, status: 'RUNNING', stopDate: null },
    { ...common, status: 'FAILED', stopDate: startDate + 1000, error: 'Boom', cause: 'it broke' },
  ]);
});
