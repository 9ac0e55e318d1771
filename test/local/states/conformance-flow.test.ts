import { expect, test } from 'vitest';
import { boom, execute, LAMBDA, machineOf, type StatesSetUp, scripted, start, statesSetUp } from './states-set-up.ts';

/** The conformance list in JSONata form, P01 to P10. */

const group = (states: Readonly<Record<string, object>>) => ({ StartAt: Object.keys(states)[0], States: states });
const inline = (processor: object) => ({ ProcessorConfig: { Mode: 'INLINE' }, ...processor });
const pass = (output: unknown) => ({ Type: 'Pass', Output: output, End: true });

test('P01: a Pass selects and reshapes', async () => {
  const definition = machineOf({ A: pass({ x: '{% $states.input.a.b %}', k: 1 }) });

  const { output } = await execute(statesSetUp(), definition, { a: { b: 2 } });

  expect(output).toEqual({ x: 2, k: 1 });
});

test('P02: a Choice combines conditions', async () => {
  const condition = '{% $exists($states.input.n) and $states.input.n > 3 and $not($states.input.n = 4) %}';
  const definition = machineOf({
    A: { Type: 'Choice', Choices: [{ Condition: condition, Next: 'Yes' }], Default: 'No' },
    Yes: pass('yes'),
    No: pass('no'),
  });

  expect((await execute(statesSetUp(), definition, { n: 5 })).output).toBe('yes');
  expect((await execute(statesSetUp(), definition, { n: 4 })).output).toBe('no');
  expect((await execute(statesSetUp(), definition, { n: 3 })).output).toBe('no');
  expect((await execute(statesSetUp(), definition, {})).output).toBe('no');
});

test('P03: a Wait passes its input on, later', async () => {
  const setUp = statesSetUp();

  const { output } = await execute(setUp, machineOf({ A: { Type: 'Wait', Seconds: 1, End: true } }), { a: 1 });

  expect(output).toEqual({ a: 1 });
  expect(setUp.elapsed()).toBe(1000);
});

test('P04: an inline Map gives each iteration its index and value', async () => {
  const definition = machineOf({
    A: {
      Type: 'Map',
      MaxConcurrency: 2,
      ItemSelector: { i: '{% $states.context.Map.Item.Index %}', v: '{% $states.context.Map.Item.Value %}' },
      ItemProcessor: inline(group({ B: { Type: 'Pass', End: true } })),
      End: true,
    },
  });

  const { output } = await execute(statesSetUp(), definition, [1, 2, 3]);

  expect(output).toEqual([
    { i: 0, v: 1 },
    { i: 1, v: 2 },
    { i: 2, v: 3 },
  ]);
});

const distributed = (more: object) =>
  machineOf({
    A: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        ...group({ B: { Type: 'Pass', End: true } }),
      },
      End: true,
      ...more,
    },
  });

test('P05: a distributed Map is refused when the machine is created', () => {
  expect(() => start(statesSetUp(), distributed({}), [1, 2])).toThrow(
    "state 'A': ItemProcessor.ProcessorConfig: the field 'Mode' asks for a distributed Map, which is not simulated",
  );
});

test('P05b: a distributed Map with batches is refused when the machine is created', () => {
  expect(() => start(statesSetUp(), distributed({ ItemBatcher: { MaxItemsPerBatch: 2 } }), [1, 2, 3])).toThrow(
    "state 'A': the field 'ItemBatcher' belongs to a distributed Map, which is not simulated",
  );
});

test('P06: a Parallel gives the outputs of its branches in their order', async () => {
  const definition = machineOf({
    A: { Type: 'Parallel', Branches: [group({ B: pass(1) }), group({ C: pass(2) })], End: true },
  });

  expect((await execute(statesSetUp(), definition)).output).toEqual([1, 2]);
});

test('P07: Retry repeats a task, waiting less than the longest delay', async () => {
  const task = scripted(boom(), boom(), 'ok');
  const setUp = statesSetUp({ [LAMBDA]: task.integration });
  const retrier = {
    ErrorEquals: ['Boom'],
    IntervalSeconds: 1,
    BackoffRate: 1.5,
    MaxAttempts: 3,
    JitterStrategy: 'FULL',
    MaxDelaySeconds: 2,
  };
  const definition = machineOf({
    A: { Type: 'Task', Resource: LAMBDA, Retry: [retrier], Output: { p: '{% $states.result %}' }, End: true },
  });

  const { output } = await execute(setUp, definition);

  expect(output).toEqual({ p: 'ok' });
  expect(task.calls).toHaveLength(3);
  expect(setUp.elapsed()).toBeGreaterThan(0);
  expect(setUp.elapsed()).toBeLessThan(2500);
});

test('P08: Catch of everything keeps what the input had', async () => {
  const definition = machineOf({
    A: {
      Type: 'Task',
      Resource: LAMBDA,
      Catch: [
        {
          ErrorEquals: ['States.ALL'],
          Output: { e: '{% $states.errorOutput.Error %}', k: '{% $states.input.k %}' },
          Next: 'B',
        },
      ],
      End: true,
    },
    B: { Type: 'Pass', End: true },
  });

  const { output } = await execute(statesSetUp({ [LAMBDA]: scripted(boom()).integration }), definition, { k: 1 });

  expect(output).toEqual({ e: 'Boom', k: 1 });
});

test('P09: a task that takes too long times out', async () => {
  const setUp: StatesSetUp = statesSetUp({ [LAMBDA]: (_, { signal }) => setUp.clock.sleep(3000, signal) });
  const definition = machineOf({
    A: {
      Type: 'Task',
      Resource: LAMBDA,
      TimeoutSeconds: 1,
      Catch: [{ ErrorEquals: ['States.Timeout'], Output: '{% $states.errorOutput %}', Next: 'B' }],
      End: true,
    },
    B: { Type: 'Succeed' },
  });

  const { output } = await execute(setUp, definition);

  expect(output).toEqual({ Error: 'States.Timeout', Cause: '' });
  expect(setUp.elapsed()).toBe(1000);
});

test('P10: a task whose heartbeat stays away fails with an error of its own', async () => {
  const setUp = statesSetUp({ [LAMBDA]: scripted(null).integration });
  const definition = machineOf({
    A: {
      Type: 'Task',
      Resource: `${LAMBDA}.waitForTaskToken`,
      Arguments: { token: '{% $states.context.Task.Token %}' },
      TimeoutSeconds: 6,
      HeartbeatSeconds: 1,
      Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'B' }],
      End: true,
    },
    B: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
  });

  const { output } = await execute(setUp, definition);

  expect(output).toBe('States.HeartbeatTimeout');
  expect(setUp.elapsed()).toBe(1000);
});
