import { describe, expect, test } from 'vitest';
import { matchesError } from '../../../lib/local/states/state-failure.ts';
import { boom, execute, LAMBDA, machineOf, type StatesSetUp, scripted, statesSetUp } from './states-set-up.ts';

const task = (more: object, states: Readonly<Record<string, object>> = {}) =>
  machineOf({ A: { Type: 'Task', Resource: LAMBDA, End: true, ...more }, ...states });
const succeed = { Type: 'Succeed' };

describe('the names in ErrorEquals', () => {
  test.each([
    ['States.ALL', 'Boom', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.HeartbeatTimeout', true],
    ['States.ALL', 'States.QueryEvaluationError', true],
    ['States.ALL', undefined, true],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.ALL', 'States.Runtime', false],
    ['States.TaskFailed', 'Boom', true],
    ['States.TaskFailed', 'Lambda.TooManyRequestsException', true],
    ['States.TaskFailed', 'States.HeartbeatTimeout', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.TaskFailed', 'States.DataLimitExceeded', false],
    ['States.TaskFailed', 'States.Runtime', false],
    ['States.Timeout', 'States.Timeout', true],
    ['States.Timeout', 'States.HeartbeatTimeout', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
    ['States.Runtime', 'States.Runtime', false],
    ['Boom', 'Boom', true],
    ['Boom', 'boom', false],
  ])('%s against %s: %s', (name, error, expected) => {
    expect(matchesError([name], error)).toBe(expected);
    expect(matchesError(['Other', name], error)).toBe(expected);
  });
});

describe('Retry', () => {
  test('without settings tries three times more, after 1, 2 and 4 seconds', async () => {
    const calls: number[] = [];
    const setUp: StatesSetUp = statesSetUp({
      [LAMBDA]: async () => {
        calls.push(setUp.elapsed());
        throw boom();
      },
    });

    expect(await execute(setUp, task({ Retry: [{ ErrorEquals: ['States.ALL'] }] }))).toMatchObject({ error: 'Boom' });
    expect(calls).toEqual([0, 1000, 3000, 7000]);
  });

  test('grows by its rate up to its longest delay', async () => {
    const setUp = statesSetUp({ [LAMBDA]: scripted(boom()).integration });
    const retrier = { ErrorEquals: ['Boom'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 4 };

    await execute(setUp, task({ Retry: [retrier] }));

    expect(setUp.elapsed()).toBe(1000 * (2 + 6 + 10 + 10));
  });

  test('with no attempts does not try again, and the error goes to Catch', async () => {
    const failing = scripted(boom());
    const setUp = statesSetUp({ [LAMBDA]: failing.integration });
    const retry = [{ ErrorEquals: ['Boom'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }];
    const handlers = { Retry: retry, Catch: [{ ErrorEquals: ['States.ALL'], Output: 'caught', Next: 'B' }] };

    expect((await execute(setUp, task(handlers, { B: succeed }))).output).toBe('caught');
    expect(failing.calls).toHaveLength(1);
  });

  test('that is exhausted falls through to Catch, past later retriers', async () => {
    const failing = scripted(boom());
    const setUp = statesSetUp({ [LAMBDA]: failing.integration });
    const retry = [
      { ErrorEquals: ['Boom'], MaxAttempts: 2 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 9 },
    ];
    const handlers = {
      Retry: retry,
      Catch: [{ ErrorEquals: ['Boom'], Output: '{% $states.errorOutput %}', Next: 'B' }],
    };

    expect((await execute(setUp, task(handlers, { B: succeed }))).output).toEqual({ Error: 'Boom', Cause: 'it broke' });
    expect(failing.calls).toHaveLength(3);
  });

  test('counts for each retrier on its own', async () => {
    const failing = scripted(boom('One'), boom('Two'), boom('One'), boom('Two'), boom('One'));
    const setUp = statesSetUp({ [LAMBDA]: failing.integration });
    const retry = [
      { ErrorEquals: ['One'], MaxAttempts: 2, IntervalSeconds: 1, BackoffRate: 1 },
      { ErrorEquals: ['Two'], MaxAttempts: 2, IntervalSeconds: 10, BackoffRate: 1 },
    ];

    expect(await execute(setUp, task({ Retry: retry }))).toMatchObject({ error: 'One' });
    expect(failing.calls).toHaveLength(5);
    expect(setUp.elapsed()).toBe(22_000);
  });

  test('counts anew for every visit to the state', async () => {
    const failing = scripted(boom(), { again: true }, boom(), { again: false });
    const setUp = statesSetUp({ [LAMBDA]: failing.integration });
    const definition = machineOf({
      A: { Type: 'Task', Resource: LAMBDA, Retry: [{ ErrorEquals: ['Boom'], MaxAttempts: 1 }], Next: 'B' },
      B: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.again %}', Next: 'A' }], Default: 'C' },
      C: succeed,
    });

    expect(await execute(setUp, definition)).toMatchObject({ status: 'SUCCEEDED' });
    expect(failing.calls).toHaveLength(4);
  });

  test('tells the state how often it has been retried', async () => {
    const failing = scripted(boom(), boom(), async (input) => input);
    const setUp = statesSetUp({ [LAMBDA]: failing.integration });
    const more = { Arguments: '{% $states.context.State.RetryCount %}', Retry: [{ ErrorEquals: ['Boom'] }] };

    expect((await execute(setUp, task(more))).output).toBe(2);
  });

  test('with full jitter draws from the seed, between nothing and the whole delay', async () => {
    const delay = async (seed: string) => {
      const setUp = statesSetUp({ [LAMBDA]: scripted(boom(), 1).integration }, { seed });
      await execute(setUp, task({ Retry: [{ ErrorEquals: ['Boom'], IntervalSeconds: 100, JitterStrategy: 'FULL' }] }));
      return setUp.elapsed();
    };

    const delays = await Promise.all(Array.from({ length: 40 }, (_, index) => delay(`seed ${index}`)));

    expect(await delay('seed 0')).toBe(delays[0]);
    expect(new Set(delays).size).toBeGreaterThan(35);
    expect(Math.max(...delays)).toBeLessThanOrEqual(100_000);
    expect(Math.max(...delays)).toBeGreaterThan(80_000);
    expect(Math.min(...delays)).toBeLessThan(20_000);
  });

  test('repeats a task whose Output cannot be evaluated', async () => {
    const answers = scripted({}, { v: 1 });
    const setUp = statesSetUp({ [LAMBDA]: answers.integration });
    const more = { Output: '{% $states.result.v %}', Retry: [{ ErrorEquals: ['States.QueryEvaluationError'] }] };

    expect((await execute(setUp, task(more))).output).toBe(1);
    expect(answers.calls).toHaveLength(2);
  });
});

describe('Catch', () => {
  test('takes the first entry that matches', async () => {
    const setUp = statesSetUp({ [LAMBDA]: scripted(boom()).integration });
    const handlers = {
      Catch: [
        { ErrorEquals: ['Other'], Next: 'B' },
        { ErrorEquals: ['Boom', 'Bang'], Next: 'C' },
        { ErrorEquals: ['States.ALL'], Next: 'D' },
      ],
    };
    const states = Object.fromEntries(['B', 'C', 'D'].map((name) => [name, { Type: 'Pass', Output: name, End: true }]));

    expect((await execute(setUp, task(handlers, states))).output).toBe('C');
  });

  test('passes the error on when it has no Output', async () => {
    const setUp = statesSetUp({ [LAMBDA]: scripted(boom()).integration });
    const handlers = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] };

    expect((await execute(setUp, task(handlers, { B: succeed }))).output).toEqual({ Error: 'Boom', Cause: 'it broke' });
  });

  test('that cannot be evaluated fails the state, uncaught', async () => {
    const setUp = statesSetUp({ [LAMBDA]: scripted(boom()).integration });
    const handlers = { Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.input.absent %}', Next: 'B' }] };

    const { error, cause } = await execute(setUp, task(handlers, { B: succeed }));

    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain("specified for the field 'Catch[0]/Output' returned nothing (undefined)");
  });

  test('does not get States.Runtime, which fails the execution from wherever it comes', async () => {
    const inner = {
      StartAt: 'C',
      States: { C: { Type: 'Choice', Choices: [{ Condition: false, Next: 'D' }] }, D: succeed },
    };
    const definition = machineOf({
      A: {
        Type: 'Parallel',
        Branches: [inner],
        Retry: [{ ErrorEquals: ['States.ALL'] }],
        Catch: [
          { ErrorEquals: ['States.Runtime', 'States.TaskFailed'], Next: 'B' },
          { ErrorEquals: ['States.ALL'], Next: 'B' },
        ],
        End: true,
      },
      B: succeed,
    });

    const { status, error, cause } = await execute(statesSetUp(), definition);

    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.Runtime' });
    expect(cause).toBe(
      "An error occurred while executing the state 'C' (entered at the event id #4). " +
        'Failed to transition out of the state. The state does not point to a next state.',
    );
  });

  test('of an expression that fails sees which one it was', async () => {
    const handlers = {
      Arguments: { n: '{% $states.input.absent %}' },
      Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'B' }],
    };
    const setUp = statesSetUp({ [LAMBDA]: scripted(1).integration });

    expect((await execute(setUp, task(handlers, { B: succeed }))).output).toEqual({
      Error: 'States.QueryEvaluationError',
      Cause:
        "An error occurred while executing the state 'A' (entered at the event id #2). The JSONata expression " +
        "'$states.input.absent' specified for the field 'Arguments/n' returned nothing (undefined).",
    });
  });
});

test('an integration that is wrong itself stops the run instead of failing a task', async () => {
  const setUp = statesSetUp({ [LAMBDA]: scripted(async () => Promise.reject(new TypeError('a mistake'))).integration });
  const handlers = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] };

  await expect(execute(setUp, task(handlers, { B: succeed }))).rejects.toThrow(
    "the step 'a state machine' failed: a mistake",
  );
});
