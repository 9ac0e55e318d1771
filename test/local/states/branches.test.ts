import { describe, expect, test } from 'vitest';
import type { Integration } from '../../../lib/local/states/integration.ts';
import {
  boom,
  ended,
  execute,
  LAMBDA,
  machineOf,
  type StatesSetUp,
  scripted,
  start,
  statesSetUp,
} from './states-set-up.ts';

const group = (states: Readonly<Record<string, object>>) => ({ StartAt: Object.keys(states)[0], States: states });
const wait = (seconds: number) => ({ Type: 'Wait', Seconds: seconds, End: true });
const fail = { Type: 'Fail', Error: 'Boom', Cause: 'it broke' };
const types = (setUp: StatesSetUp, arn: string) => setUp.service.getExecutionHistory(arn).map(({ type }) => type);

/** A task that takes so many virtual seconds, and notes when it is told that nobody waits any more. */
function slow(clock: () => StatesSetUp['clock'], seconds: number, notes: string[]): Integration {
  return async (_, { signal, stateName }) => {
    signal.addEventListener('abort', () => notes.push(`${stateName} aborted`));
    await clock().sleep(1000 * seconds);
    notes.push(`${stateName} finished`);
    return stateName;
  };
}

describe('a Parallel', () => {
  test('waits for its slowest branch', async () => {
    const setUp = statesSetUp();
    const branches = [group({ B: wait(5) }), group({ C: wait(9) })];

    await execute(setUp, machineOf({ A: { Type: 'Parallel', Branches: branches, End: true } }));

    expect(setUp.elapsed()).toBe(9000);
  });

  test('gives every branch its Arguments, or else its input', async () => {
    const parallel = (more: object) => ({
      Type: 'Parallel',
      Branches: [group({ B: { Type: 'Pass', End: true } }), group({ C: { Type: 'Pass', End: true } })],
      End: true,
      ...more,
    });
    const withArguments = machineOf({ A: parallel({ Arguments: { k: '{% $states.input.n %}' } }) });

    expect((await execute(statesSetUp(), withArguments, { n: 1 })).output).toEqual([{ k: 1 }, { k: 1 }]);
    expect((await execute(statesSetUp(), machineOf({ A: parallel({}) }), { n: 1 })).output).toEqual([
      { n: 1 },
      { n: 1 },
    ]);
  });

  test('that loses a branch stops the others at once: waits, retries, and what would follow', async () => {
    const setUp = statesSetUp({ [LAMBDA]: scripted(boom('Other')).integration });
    const retry = [{ ErrorEquals: ['Other'], IntervalSeconds: 500 }];
    const branches = [
      group({ B: { Type: 'Wait', Seconds: 2, Next: 'C' }, C: fail }),
      group({ D: { Type: 'Wait', Seconds: 900, Next: 'E' }, E: { Type: 'Pass', End: true } }),
      group({ F: { Type: 'Task', Resource: LAMBDA, Retry: retry, End: true } }),
    ];
    const arn = start(setUp, machineOf({ A: { Type: 'Parallel', Branches: branches, End: true } }));

    const { status, error, cause } = await ended(setUp, arn);

    expect({ status, error, cause }).toEqual({ status: 'FAILED', error: 'Boom', cause: 'it broke' });
    expect(setUp.elapsed()).toBe(2000);
    expect(setUp.clock.nextDue()).toBeUndefined();
    expect(types(setUp, arn).slice(-5)).toEqual([
      'FailStateEntered',
      'WaitStateAborted',
      'TaskStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });

  test('that loses a branch lets a running task finish in the background, and drops its result', async () => {
    const notes: string[] = [];
    const setUp: StatesSetUp = statesSetUp({ [LAMBDA]: slow(() => setUp.clock, 10, notes) });
    const branches = [
      group({ B: { Type: 'Wait', Seconds: 2, Next: 'C' }, C: fail }),
      group({ D: { Type: 'Task', Resource: LAMBDA, TimeoutSeconds: 60, End: true } }),
    ];
    const arn = start(setUp, machineOf({ A: { Type: 'Parallel', Branches: branches, End: true } }));

    await ended(setUp, arn);
    expect(notes).toEqual(['D aborted']);
    await setUp.clock.runUntil(setUp.clock.now() + 3_600_000);

    expect(notes).toEqual(['D aborted', 'D finished']);
    expect(types(setUp, arn)).not.toContain('TaskSucceeded');
  });

  test('caught after a failure leads on with the Catch assigning in the outer scope', async () => {
    const definition = machineOf({
      A: {
        Type: 'Parallel',
        Branches: [group({ B: { Type: 'Pass', Assign: { own: 1 }, Next: 'C' }, C: fail })],
        Catch: [{ ErrorEquals: ['Boom'], Assign: { seen: '{% $states.errorOutput.Cause %}' }, Next: 'D' }],
        End: true,
      },
      D: { Type: 'Pass', Output: '{% $seen %}', End: true },
    });

    expect((await execute(statesSetUp(), definition)).output).toBe('it broke');
  });

  test('repeated by Retry runs all its branches again', async () => {
    const task = scripted(boom(), 'ok');
    const setUp = statesSetUp({ [LAMBDA]: task.integration });
    const branches = [
      group({ B: { Type: 'Task', Resource: LAMBDA, End: true } }),
      group({ C: { Type: 'Pass', Output: 1, End: true } }),
    ];
    const parallel = { Type: 'Parallel', Branches: branches, Retry: [{ ErrorEquals: ['Boom'] }], End: true };

    expect((await execute(setUp, machineOf({ A: parallel }))).output).toEqual(['ok', 1]);
    expect(setUp.elapsed()).toBe(1000);
  });

  test('of branches that each set a variable keeps them apart, and reads the outer ones', async () => {
    const branch = (name: string, value: number) =>
      group({
        [name]: { Type: 'Pass', Assign: { own: value }, Next: `${name}2` },
        [`${name}2`]: { Type: 'Pass', Output: '{% $own + $outer %}', End: true },
      });
    const definition = machineOf({
      O: { Type: 'Pass', Assign: { outer: 10 }, Next: 'A' },
      A: { Type: 'Parallel', Branches: [branch('B', 1), branch('C', 2)], End: true },
    });

    expect((await execute(statesSetUp(), definition)).output).toEqual([11, 12]);
  });
});

test('the real work of two calls never overlaps', async () => {
  const notes: string[] = [];
  const realWork = async (stateName: string) => {
    notes.push(`${stateName} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    notes.push(`${stateName} ends`);
  };
  const setUp: StatesSetUp = statesSetUp({
    [LAMBDA]: (_, { stateName }) => setUp.clock.busy(realWork(stateName)),
  });
  const task = { Type: 'Task', Resource: LAMBDA, End: true };
  const branches = [group({ B: task }), group({ C: task })];

  await execute(setUp, machineOf({ A: { Type: 'Parallel', Branches: branches, End: true } }));

  expect(notes).toEqual(['B begins', 'B ends', 'C begins', 'C ends']);
});

describe('a Map', () => {
  const map = (processor: object, more: object = {}) =>
    machineOf({ A: { Type: 'Map', ItemProcessor: processor, End: true, ...more } });

  test('that loses an iteration stops the others, and starts no more', async () => {
    const setUp = statesSetUp();
    const processor = group({
      B: { Type: 'Wait', Seconds: '{% $states.input %}', Next: 'C' },
      C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 2 %}', Next: 'D' }], Default: 'E' },
      D: fail,
      E: { Type: 'Succeed' },
    });
    const arn = start(setUp, map(processor, { MaxConcurrency: 3 }), [1, 2, 900, 900, 900]);

    const { error } = await ended(setUp, arn);

    expect(error).toBe('Boom');
    expect(setUp.elapsed()).toBe(2000);
    expect(setUp.clock.nextDue()).toBeUndefined();
    const events = setUp.service.getExecutionHistory(arn);
    expect(events.filter(({ type }) => type === 'MapIterationStarted')).toHaveLength(4);
    const last = events.slice(-7).map(({ type, details }) => [type, details?.index ?? null]);
    expect(last).toEqual([
      ['MapIterationFailed', 1],
      ['MapIterationAborted', 2],
      ['WaitStateAborted', null],
      ['MapIterationAborted', 3],
      ['WaitStateAborted', null],
      ['MapStateFailed', null],
      ['ExecutionFailed', null],
    ]);
  });

  test.each([
    [1, 10],
    [2, 5],
    [3, 4],
    ['{% 2 %}', 5],
    [0, 4],
    [undefined, 4],
  ])('with MaxConcurrency %s of the iterations 4, 3, 2 and 1 takes %i seconds', async (limit, seconds) => {
    const setUp = statesSetUp();
    const processor = group({ B: { Type: 'Wait', Seconds: '{% $states.input %}', End: true } });

    const { output } = await execute(setUp, map(processor, { MaxConcurrency: limit }), [4, 3, 2, 1]);

    expect(output).toEqual([4, 3, 2, 1]);
    expect(setUp.elapsed()).toBe(1000 * seconds);
  });

  test('starts no iteration in the place of one that ends while another fails', async () => {
    const setUp = statesSetUp();
    const processor = group({
      B: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 0 %}', Next: 'C' }], Default: 'D' },
      C: fail,
      D: { Type: 'Pass', Output: '{% $sum([1..200].($ * 2)) %}', End: true },
    });
    const caught = { Catch: [{ ErrorEquals: ['Boom'], Next: 'Z' }], End: true };
    const state = { Type: 'Map', ItemProcessor: processor, MaxConcurrency: 2, ...caught };
    const arn = start(setUp, machineOf({ A: state, Z: { Type: 'Wait', Seconds: 1, End: true } }), [0, 1, 2, 3]);

    await ended(setUp, arn);

    const history = types(setUp, arn);
    expect(history.filter((type) => type === 'MapIterationStarted')).toHaveLength(2);
    // the other iteration was about to end, and nothing of it comes after the failure
    expect(history.slice(history.indexOf('MapStateFailed'))).toEqual([
      'MapStateFailed',
      'MapStateExited',
      'WaitStateEntered',
      'WaitStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('without a limit runs 40 iterations side by side', async () => {
    const setUp = statesSetUp();

    await execute(
      setUp,
      map(group({ B: wait(1) })),
      Array.from({ length: 41 }, () => 0),
    );

    expect(setUp.elapsed()).toBe(2000);
  });

  test('without items is done at once', async () => {
    expect((await execute(statesSetUp(), map(group({ B: wait(1) })), [])).output).toEqual([]);
  });

  test('passes the item to every state inside, also of a Map in a Map', async () => {
    const inner = group({
      C: { Type: 'Pass', Next: 'D' },
      D: { Type: 'Pass', Output: '{% $states.context.Map.Item %}', End: true },
    });
    const processor = group({ B: { Type: 'Map', ItemProcessor: inner, End: true } });

    expect((await execute(statesSetUp(), map(processor), [['x'], ['y', 'z']])).output).toEqual([
      [{ Index: 0, Value: 'x' }],
      [
        { Index: 0, Value: 'y' },
        { Index: 1, Value: 'z' },
      ],
    ]);
  });

  test('whose selector fails stops the iterations that run', async () => {
    const setUp = statesSetUp();
    const arn = start(setUp, map(group({ B: wait(900) }), { ItemSelector: '{% $states.context.Map.Item.Value.n %}' }), [
      { n: 1 },
      {},
    ]);

    const { error } = await ended(setUp, arn);

    expect(error).toBe('States.QueryEvaluationError');
    expect(setUp.clock.nextDue()).toBeUndefined();
    expect(types(setUp, arn)).toContain('MapStateFailed');
  });

  test('takes items from a list of expressions', async () => {
    const definition = map(group({ B: { Type: 'Pass', End: true } }), { Items: ['{% $states.input.a %}', 2] });

    expect((await execute(statesSetUp(), definition, { a: 1 })).output).toEqual([1, 2]);
  });
});
