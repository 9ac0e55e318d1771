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

type Answer = JobResult | { readonly error: string };

class ProofThread {
  private readonly worker: Worker;
  private asked: PromiseWithResolvers<JobResult> | null = null;

  constructor(guards: readonly Guard[]) {
    this.worker = new Worker(new URL('./proof-worker.ts', import.meta.url), { workerData: { guards } });
    this.worker.on('error', (error) => this.asked?.reject(error));
    this.worker.on('message', (answer: Answer) => {
      if ('error' in answer) this.asked?.reject(new Error(answer.error));
      else this.asked?.resolve(answer);
    });
  }

  run(job: Job): Promise<JobResult> {
    this.asked = Promise.withResolvers();
    this.worker.postMessage(job);
    return this.asked.promise;
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}
