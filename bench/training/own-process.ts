import { readFileSync } from 'node:fs';

/** The largest resident memory of this process so far, in MB. */
export function peakMegabytes(): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

/** Seconds on the clock that all processes of a machine share, Python's `time.monotonic()`. */
export function monotonicSeconds(): number {
  return Number(process.hrtime.bigint()) / 1e9;
}

/** The order that a script was started with, as its only argument. */
export function orderOf<Order>(): Order {
  return JSON.parse(process.argv[2] ?? '{}') as Order;
}

/** Seconds that some work takes, and what comes of it. */
export async function timed<Result>(
  work: () => Result | Promise<Result>,
): Promise<{ result: Result; seconds: number }> {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1000 };
}
