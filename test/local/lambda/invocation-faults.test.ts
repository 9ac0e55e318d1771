import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../lib/local/fault-plan.ts';
import { bundle } from './bundle.ts';
import { functionNamed, lambdaSetUp } from './lambda-set-up.ts';

const handlers = bundle(new URL('./fixtures/handlers.ts', import.meta.url));

function setUp(...faults: Omit<Fault, 'point'>[]) {
  const given = lambdaSetUp();
  for (const fault of faults) given.faults.add({ point: 'invoke:judge', ...fault });
  given.service.createFunction(
    functionNamed('Stack-Judge-1', handlers, 'lateTimer', { step: 'judge', timeoutSeconds: 3 }),
  );
  /** How often the handler ran, this time included. */
  const runs = async () => (await given.call('Stack-Judge-1')).answer.invocations;
  return { ...given, runs };
}

describe('a planned fault of an invocation', () => {
  test('throttle turns it away', async () => {
    const { call, runs, metrics } = setUp({ kind: 'throttle' });

    await expect(call('Stack-Judge-1')).rejects.toMatchObject({ code: 'TooManyRequestsException', status: 429 });

    expect(metrics.map(({ name, value }) => [name, value])).toEqual([
      ['Throttles', 1],
      ['Throttles', 1],
    ]);
    expect(await runs()).toBe(1);
  });

  test('fail-before fails it without a run', async () => {
    const { call, runs } = setUp({ kind: 'fail-before' });

    await expect(call('Stack-Judge-1')).rejects.toMatchObject({ code: 'ServiceException', status: 500 });

    expect(await runs()).toBe(1);
  });

  test('fail-after fails it, but it ran', async () => {
    const { call, runs } = setUp({ kind: 'fail-after' });

    await expect(call('Stack-Judge-1')).rejects.toMatchObject({ code: 'ServiceException' });

    expect(await runs()).toBe(2);
  });

  test('duplicate runs it twice', async () => {
    const { runs } = setUp({ kind: 'duplicate' });

    expect(await runs()).toBe(2);
  });

  test('delay begins it later', async () => {
    const { call } = setUp({ kind: 'delay', milliseconds: 700 });

    expect((await call('Stack-Judge-1')).took).toBe(700);
  });

  test('time-out keeps its answer back until it is too late', async () => {
    const { call, runs } = setUp({ kind: 'time-out' });

    const { answer, took } = await call('Stack-Judge-1');

    expect(took).toBe(3000);
    expect(answer.errorType).toBe('Sandbox.Timedout');
    expect(await runs()).toBe(1); // in a new environment
  });

  test('crash ends its environment before it answers', async () => {
    const { call, runs } = setUp({ kind: 'crash' });

    const { answer, functionError } = await call('Stack-Judge-1');

    expect(functionError).toBe('Unhandled');
    expect(answer.errorType).toBe('Runtime.ExitError');
    expect(await runs()).toBe(1);
  });

  test('hits the calls that it says, by step or by name', async () => {
    const { call, faults } = setUp({ kind: 'crash', from: 2 });
    faults.add({ point: 'invoke:Stack-Judge-1', kind: 'crash', from: 3 });

    const failed = [];
    for (let number = 1; number <= 4; number += 1) failed.push((await call('Stack-Judge-1')).functionError);

    expect(failed).toEqual([null, 'Unhandled', 'Unhandled', null]);
  });
});

describe('the latency of handlers', () => {
  test('comes before the answer and counts as duration', async () => {
    const { call, faults, metrics } = setUp();
    faults.latency = (_name, version, invocation) => (version === '$LATEST' ? 100 * invocation : 0);

    const took = [(await call('Stack-Judge-1')).took, (await call('Stack-Judge-1')).took];

    expect(took).toEqual([100, 200]);
    expect(metrics.filter(({ name }) => name === 'Duration').map(({ value }) => value)).toEqual([100, 100, 200, 200]);
  });

  test('may be longer than the time-out', async () => {
    const { call, faults } = setUp();
    faults.latency = () => 5000;

    const { answer, took } = await call('Stack-Judge-1');

    expect([took, answer.errorType]).toEqual([3000, 'Sandbox.Timedout']);
  });
});
