import { AsyncLocalStorage } from 'node:async_hooks';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { timerFunctions } from '../../../../lib/local/lambda/environment/timer-functions.ts';
import { VirtualTimers } from '../../../../lib/local/lambda/environment/virtual-timers.ts';

function setUp() {
  const timers = new VirtualTimers(1000);
  const fired: string[] = [];
  return {
    timers,
    functions: timerFunctions(timers),
    fired,
    note: (text: string) => () => void fired.push(`${text} ${timers.now}`),
    /** Moves on to a time, from timer to timer, as the host does. */
    async advance(until: number) {
      for (let due = timers.nextDue(); due !== null && due <= until; due = timers.nextDue()) {
        timers.now = Math.max(timers.now, due);
        timers.takeDue()?.fire();
        await new Promise((resolve) => setImmediate(resolve));
      }
      timers.now = until;
    },
  };
}

describe('a timer', () => {
  test('fires when it is due, those of the same time in the order in which they were set', async () => {
    const { functions, note, fired, advance } = setUp();
    functions.setTimeout(note('b'), 20);
    functions.setTimeout(note('a'), 10);
    functions.setTimeout(note('c'), 20);

    await advance(1019);
    expect(fired).toEqual(['a 1010']);
    await advance(1020);

    expect(fired).toEqual(['a 1010', 'b 1020', 'c 1020']);
  });

  test.each([0, -5, Number.NaN, undefined, 'x', 2 ** 31])('of %s milliseconds takes one, as in Node', (delay) => {
    const { functions, note, timers } = setUp();

    functions.setTimeout(note('a'), delay);

    expect(timers.nextDue()).toBe(1001);
  });

  test.each([
    ['the timer', (timer: { valueOf(): unknown }) => timer],
    ['its number', (timer: object) => Number(timer)],
    ['its number as a text', (timer: object) => String(Number(timer))],
  ])('can be cleared by %s', (_name, key) => {
    const { functions, note, timers } = setUp();
    const timer = functions.setTimeout(note('a'), 10);

    functions.clearTimeout(key(timer));

    expect(timers.nextDue()).toBeNull();
    functions.clearTimeout(undefined);
    functions.clearTimeout('nonsense');
  });

  test('starts anew when it is refreshed, and ends with its scope', async () => {
    const { functions, note, fired, advance, timers } = setUp();
    const timer = functions.setTimeout(note('a'), 10);

    await advance(1005);
    timer.refresh();
    await advance(1014);
    expect(fired).toEqual([]);
    await advance(1015);
    expect(fired).toEqual(['a 1015']);
    {
      using again = timer.refresh();
      expect(again.unref().hasRef()).toBe(false);
      expect(again.ref().hasRef()).toBe(true);
    }

    expect(timers.nextDue()).toBeNull();
  });

  test('gets its arguments and the context in which it was set', async () => {
    const { functions, advance } = setUp();
    const storage = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    storage.run('context', () =>
      functions.setTimeout((...values) => seen.push(...values, storage.getStore()), 1, 1, 2),
    );

    await advance(1001);

    expect(seen).toEqual([1, 2, 'context']);
  });

  test('that repeats does so from the time at which it ran', async () => {
    const { functions, note, fired, advance, timers } = setUp();
    const timer = functions.setInterval(note('a'), 10);
    await advance(1020);
    timers.now = 5000;
    timers.takeDue()?.fire();

    expect(timers.takeDue()).toBeUndefined();
    expect(timers.nextDue()).toBe(5010);
    functions.clearInterval(timer);

    expect(fired).toEqual(['a 1010', 'a 1020', 'a 5000']);
    expect(timers.nextDue()).toBeNull();
  });
});

describe('a promise of time', () => {
  test('resolves with its value', async () => {
    const { functions, advance } = setUp();
    const waited = Promise.all([
      functions.promises.setTimeout(10, 'a'),
      functions.schedulerWait(20),
      promisify(functions.setTimeout)(30),
    ]);

    await advance(1030);

    expect(await waited).toEqual(['a', undefined, undefined]);
  });

  test('rejects when it is aborted, before or in between', async () => {
    const { functions, advance, timers } = setUp();
    const controller = new AbortController();
    const waiting = functions.promises.setTimeout(10, null, { signal: controller.signal });
    await advance(1005);

    controller.abort('enough');

    await expect(waiting).rejects.toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' });
    const late = functions.promises.setTimeout(10, null, { signal: controller.signal });
    await expect(late).rejects.toMatchObject({ name: 'AbortError' });
    expect(timers.nextDue()).toBeNull();
  });

  test('can be iterated', async () => {
    const { functions, advance, timers } = setUp();
    const times: number[] = [];
    const iterating = (async () => {
      for await (const value of functions.promises.setInterval(10, 'tick')) {
        expect(value).toBe('tick');
        if (times.push(timers.now) === 2) break;
      }
    })();

    await advance(1030);
    await iterating;

    expect(times).toEqual([1010, 1020]);
  });

  test('is a signal that aborts', async () => {
    const { functions, advance } = setUp();
    const signal = functions.abortAfter(10);

    await advance(1009);
    expect(signal.aborted).toBe(false);
    await advance(1010);

    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });
});
