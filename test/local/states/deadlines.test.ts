import { describe, expect, test } from 'vitest';
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

const TOKEN_TASK = `${LAMBDA}.waitForTaskToken`;
const tokenTask = (more: object = {}) =>
  machineOf({
    A: {
      Type: 'Task',
      Resource: TOKEN_TASK,
      Arguments: { token: '{% $states.context.Task.Token %}' },
      End: true,
      ...more,
    },
  });

/** Starts a task that waits for its token, lets it begin and returns the token. */
async function waiting(more: object = {}) {
  const task = scripted({ accepted: true });
  const setUp = statesSetUp({ [LAMBDA]: task.integration });
  const executionArn = start(setUp, tokenTask(more));
  await setUp.clock.runUntil(setUp.clock.now());
  const [call] = task.calls;
  return { setUp, executionArn, token: String(call?.context.taskToken), call };
}

describe('a task that waits for its token', () => {
  test('gives the token to its integration, in the context and in the arguments', async () => {
    const { token, call } = await waiting();

    expect(token).toMatch(/^[0-9a-f-]{36}$/);
    expect(call?.input).toEqual({ token });
  });

  test('succeeds with what is sent back', async () => {
    const { setUp, executionArn, token } = await waiting();
    await setUp.clock.runUntil(setUp.clock.now() + 5000);

    setUp.service.sendTaskSuccess(token, '{"a":1}');

    expect(await ended(setUp, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: { a: 1 } });
    expect(setUp.elapsed()).toBe(5000);
    const types = setUp.service.getExecutionHistory(executionArn).map(({ type }) => type);
    expect(types.slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded']);
  });

  test('fails with the error that is sent back', async () => {
    const { setUp, executionArn, token } = await waiting();

    setUp.service.sendTaskFailure(token, 'Refused', 'not today');

    expect(await ended(setUp, executionArn)).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'not today' });
  });

  test('takes an answer that comes before its integration has returned', async () => {
    const setUp: StatesSetUp = statesSetUp({
      [LAMBDA]: async (_, { taskToken = '' }) => setUp.service.sendTaskSuccess(taskToken, '7'),
    });

    expect((await execute(setUp, tokenTask())).output).toBe(7);
  });

  test('fails when its integration fails', async () => {
    const setUp = statesSetUp({ [LAMBDA]: scripted(boom()).integration });

    expect(await execute(setUp, tokenTask())).toMatchObject({ status: 'FAILED', error: 'Boom' });
  });

  test('is kept alive by heartbeats, each of which starts the time again', async () => {
    const { setUp, executionArn, token } = await waiting({ HeartbeatSeconds: 10 });
    for (let beat = 0; beat < 5; beat += 1) {
      await setUp.clock.runUntil(setUp.clock.now() + 9000);
      setUp.service.sendTaskHeartbeat(token);
    }

    expect(await ended(setUp, executionArn)).toMatchObject({ status: 'FAILED', error: 'States.HeartbeatTimeout' });
    expect(setUp.elapsed()).toBe(55_000);
  });

  test('that gets heartbeats still times out', async () => {
    const { setUp, executionArn, token } = await waiting({ HeartbeatSeconds: 10, TimeoutSeconds: 15 });
    await setUp.clock.runUntil(setUp.clock.now() + 9000);
    setUp.service.sendTaskHeartbeat(token);

    expect(await ended(setUp, executionArn)).toMatchObject({ error: 'States.Timeout' });
    expect(setUp.elapsed()).toBe(15_000);
  });

  test('refuses a token that nobody gave out, one whose task is over, and an output that is no JSON', async () => {
    const { setUp, executionArn, token } = await waiting({ TimeoutSeconds: 15 });
    const { service } = setUp;

    expect(() => service.sendTaskSuccess('unknown', '1')).toThrow(expect.objectContaining({ code: 'InvalidToken' }));
    expect(() => service.sendTaskSuccess(token, 'no')).toThrow(expect.objectContaining({ code: 'InvalidOutput' }));
    expect(() => service.sendTaskSuccess(token, JSON.stringify('x'.repeat(256 * 1024)))).toThrow(
      expect.objectContaining({ code: 'InvalidOutput' }),
    );
    await ended(setUp, executionArn);
    for (const late of [
      () => service.sendTaskSuccess(token, '1'),
      () => service.sendTaskFailure(token),
      () => service.sendTaskHeartbeat(token),
    ]) {
      expect(late).toThrow(expect.objectContaining({ code: 'TaskTimedOut' }));
    }
  });

  test('has another token after a retry, and tokens depend on the seed alone', async () => {
    const tokens = async (seed: string) => {
      const task = scripted({});
      const setUp = statesSetUp({ [LAMBDA]: task.integration }, { seed });
      const more = { TimeoutSeconds: 1, Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }] };
      await execute(setUp, tokenTask(more));
      return task.calls.map(({ context }) => context.taskToken);
    };

    const [first, second] = await tokens('one');

    expect(first).not.toBe(second);
    expect(await tokens('one')).toEqual([first, second]);
    expect(await tokens('two')).not.toContain(first);
  });
});

describe('a time-out', () => {
  test('of a task tells the integration, and drops a result that comes too late', async () => {
    const heard: unknown[] = [];
    const setUp: StatesSetUp = statesSetUp({
      [LAMBDA]: async (_, { signal }) => {
        signal.addEventListener('abort', () => heard.push(signal.reason));
        await setUp.clock.sleep(5000);
        return 'late';
      },
    });
    const definition = machineOf({ A: { Type: 'Task', Resource: LAMBDA, TimeoutSeconds: '{% 1 + 1 %}', End: true } });

    const { error, cause } = await execute(setUp, definition);
    await setUp.clock.runUntil(setUp.clock.now() + 10_000);

    expect({ error, cause }).toEqual({ error: 'States.Timeout', cause: undefined });
    expect(heard).toEqual([expect.objectContaining({ error: 'States.Timeout' })]);
    expect(setUp.service.describeExecution(setUp.changes[0]?.executionArn ?? '').status).toBe('FAILED');
  });

  test('of a task that answers in time leaves nothing behind on the clock', async () => {
    const setUp = statesSetUp({ [LAMBDA]: scripted(1).integration });
    const definition = machineOf({
      A: { Type: 'Task', Resource: LAMBDA, TimeoutSeconds: 900, HeartbeatSeconds: 90, End: true },
    });

    await execute(setUp, { ...definition, TimeoutSeconds: 9000 });

    expect(setUp.clock.nextDue()).toBeUndefined();
  });

  test('that is missing never comes', async () => {
    const setUp: StatesSetUp = statesSetUp({ [LAMBDA]: () => setUp.clock.sleep(300 * 86_400_000) });

    const { status } = await execute(setUp, machineOf({ A: { Type: 'Task', Resource: LAMBDA, End: true } }));

    expect(status).toBe('SUCCEEDED');
  });

  test('of the machine ends everything in it, with no error but in the history', async () => {
    const setUp = statesSetUp();
    const group = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Wait', Seconds: 900, End: true } } });
    const parallel = {
      Type: 'Parallel',
      Branches: [group('B'), group('C')],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'D' }],
      End: true,
    };
    const arn = start(setUp, machineOf({ A: parallel, D: { Type: 'Succeed' } }, { TimeoutSeconds: 10 }));

    const { status, error, stopDate, startDate } = await ended(setUp, arn);

    expect({ status, error, seconds: ((stopDate ?? 0) - startDate) / 1000 }).toEqual({
      status: 'TIMED_OUT',
      error: undefined,
      seconds: 10,
    });
    expect(setUp.clock.nextDue()).toBeUndefined();
    expect(setUp.service.getExecutionHistory(arn).at(-1)).toMatchObject({
      type: 'ExecutionTimedOut',
      previousEventId: 0,
      details: { error: 'States.Timeout' },
    });
  });
});
