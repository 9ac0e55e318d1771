import { type BenchRow, rowWithPeer, timesFaster } from '../bench-rows.ts';
import { alternated, medianOf } from './alternated-runs.ts';
import { type BenchRun, fewerRepeats } from './bench-run.ts';
import { bothJobs, type FinishedJob, type JobFigures } from './both-jobs.ts';
import { bankMarketing, type Dataset, synthetic } from './datasets.ts';
import { writeSyntheticCsv } from './synthetic-csv.ts';
import { everyTenth, writeRowNumbers } from './test-rows.ts';

interface JobCase {
  readonly dataset: Dataset;
  readonly rows: number;
  readonly cores: string;
  readonly repeats: number;
  readonly faster: string;
  /** Of the peak memory; null where it is measured elsewhere. */
  readonly smaller: string | null;
}

/** The whole job from the start of the process to the saved and evaluated model, beside pandas and XGBoost, on one core. */
export async function jobRows(bench: BenchRun): Promise<BenchRow[]> {
  const bank = { dataset: bankMarketing(), rows: 45_210, repeats: bench.repeats };
  return [
    ...(await rowsOfCase(bench, { ...bank, cores: '1', faster: '>=2.5', smaller: '<=0.75' })),
    ...(await rowsOfCase(bench, { ...largeTable(bench), cores: '1', faster: '>=2.2', smaller: '<=0.5' })),
  ];
}

/** The same on both cores, whose figures mean nothing while anything else runs. */
export function twoThreadRows(bench: BenchRun): Promise<BenchRow[]> {
  return rowsOfCase(bench, { ...largeTable(bench), cores: '0,1', faster: '>=2', smaller: null });
}

function largeTable({ folder, rows, repeats, tell }: BenchRun) {
  const dataset = synthetic(`${folder}/large.csv`);
  tell(`writing ${rows} synthetic rows`);
  writeSyntheticCsv(dataset.path, { rows, seed: 0 });
  return { dataset, rows, repeats: fewerRepeats(repeats) };
}

async function rowsOfCase(bench: BenchRun, { dataset, rows, cores, repeats, faster, smaller }: JobCase) {
  const threads = cores.split(',').length;
  const what = `whole job, ${dataset.name}, ${rows} rows, ${threads} thread${threads > 1 ? 's' : ''}`;
  const testRows = writeRowNumbers(`${bench.folder}/tenth.json`, everyTenth(rows));
  const jobs = await bothJobs(bench, { dataset, testRows, seed: 7, cores });
  const { ours, peer } = alternated(repeats, jobs.ours, jobs.peer);
  bench.tell(`${what}: ours ${phases(ours)}`);
  bench.tell(`${what}: peer ${phases(peer)}`);
  const medians = (figure: (run: FinishedJob) => number) => [medianOf(ours, figure), medianOf(peer, figure)] as const;
  const time = timesFaster(`${what}, seconds`, ...medians(({ seconds }) => seconds), faster);
  if (smaller === null) return [time];
  return [time, rowWithPeer(`${what}, peak MB`, ...medians(({ peak_mb }) => peak_mb), smaller)];
}

const phaseNames = ['read_s', 'prep_s', 'train_s', 'eval_s', 'save_s'] as const;

/** The medians of all parts of a job, and what is left: the start of the process. */
function phases(runs: readonly FinishedJob[]): string {
  const start = (run: FinishedJob) => run.seconds - phaseNames.reduce((sum, phase) => sum + run[phase], 0);
  const seconds = (figure: (run: JobFigures & FinishedJob) => number) => medianOf(runs, figure).toFixed(3);
  return [`start ${seconds(start)}`, ...phaseNames.map((phase) => `${phase} ${seconds((run) => run[phase])}`)].join(
    ' ',
  );
}
