import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LocalRuntime } from '../lib/local/local-runtime.ts';
import { synthesizeCanaryApp } from '../test/local/canary-app/canary-app.ts';
import { replayDay } from '../test/local/canary-app/replay.ts';
import { type BenchRow, printRows, row } from './bench-rows.ts';

/** Measures the local runtime on this machine; there is no peer that runs a cloud assembly in virtual time. */
const DAY = 86_400_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const assembly = mkdtempSync(join(root, 'dist/bench-'));

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** The best of three: what else the machine does only ever adds time. */
async function best(work: () => Promise<unknown>): Promise<number> {
  const times = [await seconds(work), await seconds(work), await seconds(work)];
  return Math.min(...times);
}

/** Deployed, its first version ready, and invoked once. */
async function startedRuntime(): Promise<LocalRuntime> {
  const runtime = await LocalRuntime.start({ assembly });
  await runtime.advance(2000);
  await runtime.invoke('Canary/Predict', {}, 'live');
  return runtime;
}

async function startUp(): Promise<BenchRow> {
  const time = await best(async () => {
    const runtime = await startedRuntime();
    runtime.stop();
  });
  return row('from a synthesized assembly to the first invocation, seconds', time, '<=2');
}

async function canaryDay(): Promise<BenchRow> {
  const time = await best(() => replayDay(assembly, '1', 'good'));
  return row('24 virtual hours of a canary with 5,760 alias invocations, seconds', time, '<=2');
}

async function warmInvocations(): Promise<BenchRow> {
  const runtime = await startedRuntime();
  const count = 5000;
  const time = await best(async () => {
    for (let request = 0; request < count; request += 1) await runtime.invoke('Canary/Predict', {}, 'live');
  });
  runtime.stop();
  return row('invocations of a warm trivial handler, per second', count / time, '>=5000');
}

async function virtualYear(): Promise<BenchRow[]> {
  const runtime = await LocalRuntime.start({ assembly });
  const time = await seconds(() => runtime.advance(183 * DAY));
  const half = memory();
  const rest = await seconds(() => runtime.advance(182 * DAY));
  const end = memory();
  // the service forgets executions after 90 days, the log does not
  const runs = runtime.log.events().filter(({ type }) => type === 'execution-succeeded').length;
  runtime.stop();
  if (runs !== 365) throw new Error(`the nightly machine should have run 365 times, got ${runs}`);
  return [
    row('365 virtual days of a nightly machine, seconds', time + rest, '<=60'),
    row('memory at the end of a virtual year against its middle', end / half, '<=1.1'),
  ];
}

/** Bytes in use after a collection; the script `bench:local` makes the collector callable. */
function memory(): number {
  if (globalThis.gc === undefined) throw new Error('run it by npm run bench:local');
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

synthesizeCanaryApp(assembly);
try {
  printRows([await startUp(), await canaryDay(), await warmInvocations(), ...(await virtualYear())]);
} finally {
  rmSync(assembly, { recursive: true });
}
process.exit(0);
