import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../lib/local/virtual-clock.ts';

const START = Date.parse('2026-01-01T00:00:00Z');

describe('the order of steps', () => {
  test('is that of their times, and among equals that of their making', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 60 }), async (delays) => {
        const clock = new VirtualClock(START);
        const ran: { delay: number; index: number; at: number }[] = [];
        delays.forEach((delay, index) => {
          clock.schedule(delay, 'step', () => {
            ran.push({ delay, index, at: clock.now() - START });
          });
        });
        await clock.runUntil(START + 20);
        const expected = delays.map((delay, index) => ({ delay, index, at: delay }));
        expect(ran).toEqual(expected.sort((one, other) => one.delay - other.delay || one.index - other.index));
      }),
    );
  });

  test('puts what a step schedules for now after what was due already', async () => {
    const clock = new VirtualClock(START);
    const ran: string[] = [];
    clock.schedule(5, 'first', () => {
      ran.push('first');
      clock.schedule(0, 'third', () => void ran.push('third'));
    });
    clock.schedule(5, 'second', () => void ran.push('second'));
    await clock.runUntil(START + 5);
    expect(ran).toEqual(['first', 'second', 'third']);
  });

  test('leaves out what was cancelled', async () => {
    const clock = new VirtualClock(START);
    const ran: string[] = [];
    const timer = clock.schedule(1, 'gone', () => void ran.push('gone'));
    clock.schedule(2, 'kept', () => void ran.push('kept'));
    timer.cancel();
    expect(clock.nextDue()).toBe(START + 2);
    await clock.runUntil(START + 10);
    expect(ran).toEqual(['kept']);
  });
});

test('ten thousand cancelled steps neither run nor disturb the order of the rest', async () => {
  const clock = new VirtualClock(START);
  const ran: number[] = [];
  for (let delay = 1; delay <= 10_000; delay += 1) {
    const timer = clock.schedule(delay, 'step', () => void ran.push(delay));
    if (delay % 100 !== 0) timer.cancel();
    if (delay % 3 === 0) timer.cancel();
  }
  await clock.runUntil(START + 10_000);
  expect(ran).toEqual(Array.from({ length: 100 }, (_, index) => (index + 1) * 100).filter((delay) => delay % 3 !== 0));
});

describe('time', () => {
  test('stands at the end of the advance, and steps beyond it wait', async () => {
    const clock = new VirtualClock(START);
    let ran = false;
    clock.schedule(101, 'later', () => {
      ran = true;
    });
    await clock.runUntil(START + 100);
    expect([clock.now(), ran]).toEqual([START + 100, false]);
    await clock.runUntil(START + 101);
    expect(ran).toBe(true);
  });

  test('does not move while real work is outstanding', async () => {
    const clock = new VirtualClock(START);
    const seen: number[] = [];
    clock.schedule(1, 'work', () => {
      void clock.busy(
        new Promise<void>((resolve) => {
          let turns = 0;
          const turn = () => (++turns < 25 ? setImmediate(turn) : resolve());
          turn();
        }).then(() => void seen.push(clock.now() - START)),
      );
    });
    clock.schedule(2, 'after', () => void seen.push(clock.now() - START));
    await clock.runUntil(START + 10);
    expect(seen).toEqual([1, 2]);
  });

  test('passes for a process that sleeps again and again', async () => {
    const clock = new VirtualClock(START);
    const seen: number[] = [];
    const process = async () => {
      for (let round = 0; round < 3; round += 1) {
        await clock.sleep(1000);
        seen.push(clock.now() - START);
      }
    };
    const ended = process();
    await clock.runUntil(START + 86_400_000);
    await ended;
    expect(seen).toEqual([1000, 2000, 3000]);
  });

  test('leaves no trace of a sleep that is aborted', async () => {
    const clock = new VirtualClock(START);
    const abort = new AbortController();
    const sleep = clock.sleep(1000, abort.signal);
    abort.abort(new Error('no longer needed'));
    await expect(sleep).rejects.toThrow('no longer needed');
    expect(clock.nextDue()).toBeUndefined();
    await expect(clock.sleep(5, abort.signal)).rejects.toThrow('no longer needed');
  });
});

describe('a run', () => {
  test('fails with the name of the step that failed', async () => {
    const clock = new VirtualClock(START);
    clock.schedule(1, 'deliver the post', () => {
      throw new Error('no address');
    });
    await expect(clock.runUntil(START + 5)).rejects.toThrow("the step 'deliver the post' failed: no address");
    await expect(clock.runUntil(START + 5)).resolves.toBeUndefined();
  });

  test('is advanced from one place only', async () => {
    const clock = new VirtualClock(START);
    const first = clock.runUntil(START + 1);
    await expect(clock.runUntil(START + 1)).rejects.toThrow('the clock is running already');
    await first;
  });

  test('until something is done ends as soon as it is, or says that it never will be', async () => {
    const clock = new VirtualClock(START);
    let done = false;
    clock.schedule(50, 'end', () => {
      done = true;
    });
    clock.schedule(60, 'more', () => undefined);
    await clock.runUntilDone(() => done, 1000);
    expect(clock.now()).toBe(START + 50);
    await expect(clock.runUntilDone(() => false, 1000)).rejects.toThrow('nothing more happens');
  });
});
