import { describe, expect, test } from 'vitest';
import { CallScheduler, type Fault, ServiceFault, type Stage, StepDied } from './call-scheduler.ts';

/** A store with one number, and actors who add to it. */
function bench() {
  const store = { value: 0 };
  const scheduler = new CallScheduler(
    () => 'the past',
    () => 'now',
  );
  const add =
    (log: unknown[], amount = 1) =>
    async ({ gate, step }: Stage) => {
      const call = () =>
        step(() =>
          gate('ledger.append', async () => {
            store.value += amount;
            return store.value;
          }),
        );
      log.push(await call().catch((error: unknown) => error));
      log.push(await call().catch((error: unknown) => error));
    };
  /** Lets the first waiting call go on until none waits, the first of all with a fault. */
  const run = async (fault: Fault | null) => {
    let next = fault;
    while ((await scheduler.waiting()).length > 0) {
      await scheduler.take({ index: 0, fault: next });
      next = null;
    }
  };
  return { store, scheduler, add, run };
}

async function afterFault(fault: Fault | null) {
  const { store, scheduler, add, run } = bench();
  const log: unknown[] = [];
  scheduler.begin('one', add(log), () => {});
  await run(fault);
  return { value: store.value, log };
}

describe('a call', () => {
  test('that nothing happens to has its effect once', async () => {
    expect(await afterFault(null)).toEqual({ value: 2, log: [1, 2] });
  });

  test('that fails before it has an effect has none', async () => {
    expect(await afterFault('fails before')).toEqual({ value: 1, log: [expect.any(ServiceFault), 1] });
  });

  test('that fails after it has its effect, unknown to the caller', async () => {
    expect(await afterFault('fails after')).toEqual({ value: 2, log: [expect.any(ServiceFault), 2] });
  });

  test('that times out has its effect after others', async () => {
    expect(await afterFault('times out, effect at the end')).toEqual({ value: 2, log: [expect.any(ServiceFault), 1] });
  });

  test('that is duplicated has its effect twice, and the second answer', async () => {
    expect(await afterFault('duplicated')).toEqual({ value: 3, log: [2, 3] });
  });

  test('that is throttled stays so for its repetitions', async () => {
    const { value, log } = await afterFault('throttled');

    expect(value).toBe(0);
    expect(log).toEqual([expect.any(ServiceFault), expect.any(ServiceFault)]);
  });

  test('in which the function dies is an error to whoever invoked it, before the effect or after', async () => {
    expect(await afterFault('step dies before')).toEqual({ value: 1, log: [expect.any(StepDied), 1] });
    expect(await afterFault('step dies after')).toEqual({ value: 2, log: [expect.any(StepDied), 2] });
  });

  test('in which the execution is stopped is the last of it', async () => {
    expect(await afterFault('execution stopped')).toEqual({ value: 0, log: [] });
  });
});

test('actors wait in the order in which they came on, and whoever is chosen goes first', async () => {
  const { scheduler, add, store } = bench();
  const log: unknown[] = [];
  scheduler.begin('one', add(log, 1));
  scheduler.begin('another', add(log, 10));

  expect((await scheduler.waiting()).map(({ actor }) => actor)).toEqual(['one', 'another']);
  await scheduler.take({ index: 1, fault: null });

  expect(store.value).toBe(10);
});

test('one who sleeps says until when, and time goes no further than whoever wakes them', async () => {
  const { scheduler } = bench();
  const woken: string[] = [];
  scheduler.begin('sleeper', ({ sleep }) => sleep(1000, () => void woken.push('sleeper')));

  expect((await scheduler.waiting()).map(({ wakesAt }) => wakesAt)).toEqual([1000]);
  await scheduler.take({ index: 0, fault: null });
  expect(woken).toEqual(['sleeper']);
  expect(await scheduler.waiting()).toEqual([]);
});

test('a read can fail in fewer ways than a write, an alias can be read as it was, and only executions can be stopped', async () => {
  const { scheduler } = bench();
  for (const call of ['ledger.readHead', 'alias.read', 'alias.move', 'clock.sleep']) {
    scheduler.begin(call, ({ gate }) => gate(call, async () => {}), call === 'alias.move' ? () => {} : undefined);
  }
  const [head, read, move, sleep] = (await scheduler.waiting()).map(({ faults }) => faults);

  expect(head).toEqual(['fails before', 'throttled', 'step dies before']);
  expect(read).toEqual([...(head ?? []), 'reads the past']);
  expect(move).toContain('times out, effect 2 calls later');
  expect(move).toContain('execution stopped');
  expect(sleep).toEqual([]);
});

test('two runs that agree in what the actors were told agree in their digest, and others do not', async () => {
  const digestAfter = async (faults: readonly (Fault | null)[]) => {
    const { scheduler, add } = bench();
    scheduler.begin('one', add([]));
    for (const fault of faults) {
      await scheduler.waiting();
      await scheduler.take({ index: 0, fault });
    }
    await scheduler.waiting();
    return scheduler.digest();
  };
  expect(await digestAfter([null])).toBe(await digestAfter([null]));
  expect(await digestAfter(['fails before'])).not.toBe(await digestAfter([null]));
  expect(await digestAfter(['fails before'])).not.toBe(await digestAfter(['fails after']));
});
