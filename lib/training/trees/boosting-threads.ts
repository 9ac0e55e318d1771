import { Worker } from 'node:worker_threads';
import type { WasmMemory, WasmModule } from '../kernels/web-assembly.ts';

// imports nothing, so that it runs from any bundle
const workerSource = `
const { parentPort, workerData: { module, memory, job } } = require('node:worker_threads');
const { join, work } = new WebAssembly.Instance(module, { env: { memory } }).exports;
const shard = join(job);
parentPort.postMessage(shard);
work(job, shard);`;

/** Starts that many threads on the job; gives how many came, which is fewer where the host has no more. */
export async function startThreads(
  threads: number,
  workerData: { readonly module: WasmModule; readonly memory: WasmMemory; readonly job: number },
): Promise<number> {
  const starts = Array.from({ length: threads }, () => startThread(workerData));
  const came = await Promise.all(starts);
  return came.filter(Boolean).length;
}

function startThread(workerData: object): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const worker = new Worker(workerSource, { eval: true, execArgv: [], workerData });
      worker.once('message', () => {
        worker.unref();
        resolve(true);
      });
      worker.on('error', () => resolve(false));
      worker.once('exit', () => resolve(false));
    } catch {
      resolve(false);
    }
  });
}

/** A thread of a training has not answered for two minutes. */
class BoostingThreadLost extends Error {
  override readonly name = 'BoostingThreadLost';
}

export function expectAllThreads(came: boolean): void {
  if (!came)
    throw new BoostingThreadLost('every thread should answer within two minutes, got none from one; try again with 1');
}
