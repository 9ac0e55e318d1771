import { describe, expect, test } from 'vitest';
import { bundle } from './bundle.ts';
import { functionNamed, lambdaSetUp, START } from './lambda-set-up.ts';

const handlers = bundle(new URL('./fixtures/handlers.ts', import.meta.url));

function setUp(handler: string, seed = 'test') {
  const given = lambdaSetUp({ seed });
  given.service.createFunction(functionNamed('fn', handlers, handler));
  return given;
}

describe('time in a handler', () => {
  test('two sleeps advance every clock by exactly their sum', async () => {
    const { call } = setUp('clocks');

    const { answer, took } = await call('fn');

    expect(took).toBe(2500);
    expect(answer).toEqual({
      date: 2500,
      performance: 2500,
      uptime: 2.5,
      hrtime: 2500,
      now: '2026-01-05T00:00:02.500Z',
      text: 'Mon Jan 05 2026 00:00:02 GMT+0000 (Coordinated Universal Time)',
      formatted: '5 Jan 2026',
      hours: 0,
      isDate: true,
    });
  });

  test('an interval ticks in virtual time', async () => {
    const { call } = setUp('interval');

    expect((await call('fn')).answer).toEqual([250, 500, 750]);
  });

  test('a signal times out in virtual time', async () => {
    const { call } = setUp('abortable');

    expect((await call('fn')).answer).toEqual({ waited: 700, reason: 'TimeoutError' });
  });

  test('work in the thread pool takes no virtual time', async () => {
    const { call } = setUp('compress');

    expect((await call('fn')).answer).toEqual({ isSmaller: true, now: START });
  });

  test('a timer that was cleared wakes nobody', async () => {
    const { call, clock } = setUp('clearedTimer');

    await call('fn');

    expect(clock.now()).toBe(START + 5000);
    expect(clock.nextDue()).toBeUndefined();
  });
});

describe('a frozen environment', () => {
  test('keeps its memory, and its timers wait for the next invocation', async () => {
    const { call, advance, clock } = setUp('lateTimer');
    await call('fn');

    await advance(60_000);
    const { answer } = await call('fn');

    expect(answer).toEqual({ invocations: 2, seen: [START + 60_000] });
    expect(clock.now()).toBe(START + 60_000);
  });
});

describe('random numbers in a handler', () => {
  test('follow from the seed and the number of the request', async () => {
    const draw = async (seed: string) => {
      const { call } = setUp('random', seed);
      return [(await call('fn')).answer, (await call('fn')).answer];
    };

    const [first, second] = await draw('one');

    expect(await draw('one')).toEqual([first, second]);
    expect(await draw('two')).not.toEqual([first, second]);
    expect(first).not.toEqual(second);
    expect(new Set(first).size).toBe(4);
  });
});
