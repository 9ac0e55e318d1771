import { promisify } from 'node:util';
import type { VirtualTimers } from './virtual-timers.ts';

type Callback = (...values: unknown[]) => void;

interface WaitOptions {
  readonly signal?: AbortSignal;
}

/** The functions of `node:timers` and `node:timers/promises` that wait, on virtual time. */
export function timerFunctions(timers: VirtualTimers) {
  const wait = promisedTimeout(timers);
  const setTimeout = (callback: Callback, delay?: unknown, ...values: unknown[]) =>
    timers.start(delay, () => callback(...values));
  const setInterval = (callback: Callback, delay?: unknown, ...values: unknown[]) =>
    timers.start(delay, () => callback(...values), true);
  const clear = (timer?: unknown) => timers.clear(timer);
  return {
    setTimeout: Object.assign(setTimeout, { [promisify.custom]: wait }),
    setInterval,
    clearTimeout: clear,
    clearInterval: clear,
    promises: { setTimeout: wait, setInterval: promisedInterval(timers) },
    schedulerWait: (delay: unknown, options?: WaitOptions) => wait(delay, undefined, options),
    abortAfter(delay: unknown): AbortSignal {
      const controller = new AbortController();
      const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
      timers.start(delay, () => controller.abort(reason));
      return controller.signal;
    },
  };
}

function promisedTimeout(timers: VirtualTimers) {
  return <Value>(delay?: unknown, value?: Value, { signal }: WaitOptions = {}): Promise<Value | undefined> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(abortError(signal));
      const timer = timers.start(delay, () => {
        signal?.removeEventListener('abort', abort);
        resolve(value);
      });
      const abort = () => {
        timer.close();
        reject(signal && abortError(signal));
      };
      signal?.addEventListener('abort', abort, { once: true });
    });
}

function promisedInterval(timers: VirtualTimers) {
  const wait = promisedTimeout(timers);
  return async function* <Value>(delay?: unknown, value?: Value, options?: WaitOptions) {
    for (;;) yield await wait(delay, value, options);
  };
}

/** As Node words it. */
function abortError(signal: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}
