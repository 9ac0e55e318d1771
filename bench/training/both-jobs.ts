import type { BenchRun } from './bench-run.ts';
import { type Dataset, peerArguments } from './datasets.ts';
import { runPeer } from './python-peers.ts';
import { type Finished, runLine, script } from './run-line.ts';
import type { JobOrder } from './scripts/job.ts';

/** What both jobs say of themselves. */
export interface JobFigures {
  readonly auc: number;
  readonly logloss: number;
  readonly peak_mb: number;
  readonly read_s: number;
  readonly prep_s: number;
  readonly train_s: number;
  readonly eval_s: number;
  readonly save_s: number;
}

export type FinishedJob = JobFigures & Finished;

export interface JobTask {
  readonly dataset: Dataset;
  /** File with the numbers of the test rows. */
  readonly testRows: string;
  readonly seed: number;
  readonly cores: string;
}

/** One task for Ratchet and for pandas with XGBoost. Where the models end up is the same for every task. */
export async function bothJobs({ folder, bundled }: BenchRun, { dataset, testRows, seed, cores }: JobTask) {
  const job = await bundled('job');
  const threads = cores.split(',').length;
  const order: JobOrder = { dataset, testRows, threads, seed, out: `${folder}/job.json` };
  const given = [...peerArguments(dataset), '--test-rows', testRows, '--seed', String(seed)];
  return {
    ours: () => runLine<JobFigures>(script(job, order, cores)),
    peer: () => runPeer<JobFigures>('xgboost_job', [...given, '--out', `${folder}/peer.json`], cores),
    ourModel: order.out,
  };
}
