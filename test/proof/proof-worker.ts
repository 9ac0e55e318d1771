import { parentPort, workerData } from 'node:worker_threads';
import { removeGuards } from './guard-removal.ts';
import type { Guard } from './guards.ts';
import type { Job } from './proof-jobs.ts';

const { guards } = workerData as { guards: readonly Guard[] };
// most faults are errors, and nobody reads where they were made
Error.stackTraceLimit = 0;
// before the modules are loaded that have them
removeGuards(guards);
const { runJob } = await import('./proof-jobs.ts');

parentPort?.on('message', (job: Job) => {
  void runJob(job).then(
    (result) => parentPort?.postMessage(result),
    (error: unknown) => parentPort?.postMessage({ error: String(error instanceof Error ? error.stack : error) }),
  );
});
