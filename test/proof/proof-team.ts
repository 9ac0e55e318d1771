import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Guard, guardNamed } from './guards.ts';
import type { Job, JobResult } from './proof-jobs.ts';
import { removals } from './removals.ts';

/** One finished piece of the proof. */
export interface Done {
  readonly job: Job;
  readonly result: JobResult;
}

/** Does the jobs on so many threads, in whatever order they become free; `onDone` hears of each that is finished. */
export async function runJobs(
  jobs: readonly Job[],
  onDone: (done: Done) => void,
  threads = availableParallelism(),
): Promise<void> {
  const waiting = [...jobs];
  await Promise.all(Array.from({ length: threads }, () => work(waiting, onDone)));
}

/** A thread that has loaded its modules has their guards for ever, so a removal has one of its own. */
async function work(waiting: Job[], onDone: (done: Done) => void): Promise<void> {
  const lasting = new ProofThread([]);
  try {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      onDone({ job, result: await (job.kind === 'removal' ? withoutGuards(job) : lasting.run(job)) });
    }
  } finally {
    await lasting.end();
  }
}

async function withoutGuards(job: Extract<Job, { kind: 'removal' }>): Promise<JobResult> {
  const thread = new ProofThread((removals[job.index]?.guards ?? []).map(guardNamed));
  try {
    return await thread.run(job);
  } finally {
    await thread.end();
  }
}

class ProofThread {
  private readonly worker: Worker;

  constructor(guards: readonly Guard[]) {
    this.worker = new Worker(new URL('./proof-worker.ts', import.meta.url), { workerData: { guards } });
  }

  run(job: Job): Promise<JobResult> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        this.worker.removeAllListeners();
        end();
      };
      this.worker.once('error', (error) => settle(() => reject(error)));
      this.worker.once('message', (answer: JobResult | { readonly error: string }) =>
        settle(() => ('error' in answer ? reject(new Error(answer.error)) : resolve(answer))),
      );
      this.worker.postMessage(job);
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}
