import { describe, expect, test } from 'vitest';
import { boom, ended, execute, LAMBDA, machineOf, scripted, start, statesSetUp } from './states-set-up.ts';

const LIMIT = 256 * 1024;
/** A text whose JSON has so many bytes. */
const textOf = (bytes: number) => 'x'.repeat(bytes - 2);
const pass = (more: object = {}) => ({ Type: 'Pass', End: true, ...more });
const group = (state: object) => ({ StartAt: 'B', States: { B: state } });
/** As many characters as the input says, and the quotes. */
const PADDED = "{% $pad('x', $states.input) %}";

describe('256 KiB', () => {
  test('of input start an execution, and not a byte more', async () => {
    const setUp = statesSetUp();
    expect(await execute(setUp, machineOf({ A: pass() }), textOf(LIMIT))).toMatchObject({ status: 'SUCCEEDED' });

    expect(() => start(statesSetUp(), machineOf({ A: pass() }), textOf(LIMIT + 1))).toThrow(
      expect.objectContaining({ code: 'InvalidExecutionInput' }),
    );
  });

  test('are counted in UTF-8', () => {
    expect(() => start(statesSetUp(), machineOf({ A: pass() }), 'ü'.repeat(LIMIT / 2))).toThrow(
      expect.objectContaining({ code: 'InvalidExecutionInput' }),
    );
  });

  const edges: Readonly<Record<string, object>> = {
    'arguments of a task': { Type: 'Task', Resource: LAMBDA, Arguments: PADDED, Output: 1, End: true },
    'an Output': pass({ Output: PADDED }),
    'arguments of a Parallel': {
      Type: 'Parallel',
      Arguments: PADDED,
      Branches: [group(pass({ Output: 1 }))],
      End: true,
    },
    'an item of a Map': {
      Type: 'Map',
      Items: [1],
      ItemSelector: PADDED,
      ItemProcessor: group(pass({ Output: 1 })),
      End: true,
    },
    'an Assign': pass({ Assign: { large: PADDED } }),
  };

  test.each(Object.entries(edges))('pass as %s, and not a byte more', async (_, state) => {
    const run = (bytes: number) => {
      const setUp = statesSetUp({ [LAMBDA]: scripted(1).integration });
      return execute(setUp, machineOf({ A: state }), bytes - 2);
    };

    expect(await run(LIMIT)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await run(LIMIT + 1)).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test('pass as the result of a task, and not a byte more', async () => {
    const run = (bytes: number) =>
      execute(
        statesSetUp({ [LAMBDA]: scripted(textOf(bytes)).integration }),
        machineOf({ A: { Type: 'Task', Resource: LAMBDA, Output: 1, End: true } }),
      );

    expect(await run(LIMIT)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await run(LIMIT + 1)).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test.each(['Map', 'Parallel'])('pass as the results of a %s together', async (type) => {
    const run = async (bytes: number) => {
      const inner = group({ Type: 'Task', Resource: LAMBDA, End: true });
      const state =
        type === 'Map'
          ? { Type: type, Items: [1, 2], ItemProcessor: inner }
          : { Type: type, Branches: [inner, { StartAt: 'C', States: { C: inner.States.B } }] };
      const setUp = statesSetUp({ [LAMBDA]: scripted(textOf(LIMIT / 2), textOf(bytes - LIMIT / 2 - 3)).integration });
      return execute(setUp, machineOf({ A: { ...state, Output: 1, End: true } }));
    };

    expect(await run(LIMIT)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await run(LIMIT + 1)).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test('exceeded is caught by its own name only', async () => {
    const run = (name: string) =>
      execute(
        statesSetUp({ [LAMBDA]: scripted(textOf(LIMIT + 1)).integration }),
        machineOf({
          A: { Type: 'Task', Resource: LAMBDA, Catch: [{ ErrorEquals: [name], Next: 'B' }], End: true },
          B: { Type: 'Succeed' },
        }),
      );

    expect((await run('States.ALL')).status).toBe('FAILED');
    expect((await run('States.TaskFailed')).status).toBe('FAILED');
    expect((await run('States.DataLimitExceeded')).status).toBe('SUCCEEDED');
  });
});

describe('the variables of one execution', () => {
  /** So many variables of 256 KiB, one after the other. */
  const assigning = (count: number, more: object = {}) => {
    const names = Array.from({ length: count }, (_, index) => `v${index}`);
    const states = names.map((name, index) => [
      name,
      {
        ...pass(),
        Assign: { [name]: '{% $states.context.Execution.Input %}' },
        ...(index + 1 < count && { Next: names[index + 1], End: undefined }),
      },
    ]);
    return machineOf(Object.fromEntries(states), more);
  };

  test('have 10 MiB, and not a variable more', async () => {
    expect(await execute(statesSetUp(), assigning(40), textOf(LIMIT))).toMatchObject({ status: 'SUCCEEDED' });
    expect(await execute(statesSetUp(), assigning(41), textOf(LIMIT))).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
  });

  test('count once when they are set again, and not at all once their scope has ended', async () => {
    const inner = {
      StartAt: 'B',
      States: { B: pass({ Assign: { own: '{% $states.context.Execution.Input %}' }, Output: 1 }) },
    };
    const definition = machineOf({
      A: { Type: 'Pass', Assign: { outer: '{% $states.context.Execution.Input %}' }, Next: 'M' },
      M: {
        Type: 'Map',
        Items: '{% [1..60] %}',
        MaxConcurrency: 10,
        ItemProcessor: inner,
        Assign: { outer: '{% $states.context.Execution.Input %}' },
        Output: 1,
        End: true,
      },
    });

    expect(await execute(statesSetUp(), definition, textOf(LIMIT))).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('of one Assign have 256 KiB together', async () => {
    const half = textOf(LIMIT / 2);
    const run = (more: string) =>
      execute(statesSetUp(), machineOf({ A: pass({ Assign: { a: half, b: `${half}${more}` } }) }));

    expect(await run('')).toMatchObject({ status: 'SUCCEEDED' });
    expect(await run('x')).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

test('the 25,000th event of a history is that of its end', async () => {
  const loop = { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }], Default: 'B' };
  const setUp = statesSetUp();
  const arn = start(setUp, machineOf({ A: loop, B: { Type: 'Succeed' } }));

  const { status, error, cause } = await ended(setUp, arn);

  expect({ status, error, cause }).toEqual({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: 'The execution reached the maximum number of history events (25000).',
  });
  const events = setUp.service.getExecutionHistory(arn);
  expect(events).toHaveLength(25_000);
  expect(events.at(-1)).toMatchObject({ type: 'ExecutionFailed', id: 25_000, previousEventId: 24_999 });
});

test('an execution whose last event is the 25,000th succeeds', async () => {
  const setUp = statesSetUp({ [LAMBDA]: scripted(boom()).integration });
  // ExecutionStarted, two events for each of 12,499 visits, ExecutionSucceeded
  const definition = machineOf({
    A: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input < 12498 %}', Output: '{% $states.input + 1 %}', Next: 'A' }],
      Default: 'B',
    },
    B: { Type: 'Succeed' },
  });
  const arn = start(setUp, definition, 1);

  expect(await ended(setUp, arn)).toMatchObject({ status: 'SUCCEEDED' });
  expect(setUp.service.getExecutionHistory(arn)).toHaveLength(25_000);
});
