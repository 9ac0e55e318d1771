import { type BenchRow, rowBesidePeer } from '../bench-rows.ts';
import { mean } from './alternated-runs.ts';
import type { BenchRun } from './bench-run.ts';
import { bothJobs, type JobFigures } from './both-jobs.ts';
import { bankMarketing, creditDefault, type Dataset, synthetic } from './datasets.ts';
import { writeSyntheticCsv } from './synthetic-csv.ts';
import { drawnFifth, everyTenth, writeRowNumbers } from './test-rows.ts';

const SPLITS = 5;
const TABLES = 10;
const AUC_LEEWAY = 0.001;
const LOSS_LEEWAY = 0.002;
const SYNTHETIC_AUC_LEEWAY = 0.002;

interface Trial {
  readonly dataset: Dataset;
  readonly testRows: readonly number[];
  readonly seed: number;
}

/** How good the models are, beside XGBoost's of the same rows. */
export async function qualityRows(bench: BenchRun): Promise<BenchRow[]> {
  return [
    ...(await splitRows(bench, bankMarketing(), 45_210)),
    ...(await splitRows(bench, creditDefault(), 30_000)),
    await syntheticQuality(bench),
  ];
}

async function splitRows(bench: BenchRun, dataset: Dataset, rows: number): Promise<BenchRow[]> {
  const trials = Array.from({ length: SPLITS }, (_, seed) => ({ dataset, testRows: drawnFifth(rows, seed), seed }));
  const found: Awaited<ReturnType<typeof played>>[] = [];
  for (const trial of trials) found.push(await played(bench, trial));
  const [auc, loss] = [meanOf(found, 'auc'), meanOf(found, 'logloss')];
  const what = `${dataset.name}, mean of ${SPLITS} splits`;
  return [
    rowBesidePeer(`AUC, ${what}`, auc.ours, auc.peer, `>=${(auc.peer - AUC_LEEWAY).toFixed(5)}`),
    rowBesidePeer(`log-loss, ${what}`, loss.ours, loss.peer, `<=${(loss.peer + LOSS_LEEWAY).toFixed(5)}`),
  ];
}

/** One table is too little: whether a product of columns is found depends on luck. */
async function syntheticQuality(bench: BenchRun): Promise<BenchRow> {
  const dataset = synthetic(`${bench.folder}/quality.csv`);
  const found: Awaited<ReturnType<typeof played>>[] = [];
  for (let seed = 0; seed < TABLES; seed += 1) {
    writeSyntheticCsv(dataset.path, { rows: bench.rows, seed });
    found.push(await played(bench, { dataset, testRows: everyTenth(bench.rows), seed }));
  }
  const { ours, peer } = meanOf(found, 'auc');
  const what = `AUC, synthetic, ${bench.rows} rows, mean of ${TABLES} tables`;
  return rowBesidePeer(what, ours, peer, `>=${(peer - SYNTHETIC_AUC_LEEWAY).toFixed(5)}`);
}

async function played(bench: BenchRun, { dataset, testRows, seed }: Trial) {
  const file = writeRowNumbers(`${bench.folder}/quality-rows.json`, testRows);
  const jobs = await bothJobs(bench, { dataset, testRows: file, seed, cores: '1' });
  const found = { ours: jobs.ours(), peer: jobs.peer() };
  const { ours, peer } = found;
  bench.tell(`${dataset.name}, seed ${seed}: AUC ${ours.auc.toFixed(5)}, peer ${peer.auc.toFixed(5)}`);
  return found;
}

function meanOf(found: readonly { readonly ours: JobFigures; readonly peer: JobFigures }[], figure: 'auc' | 'logloss') {
  return { ours: mean(found.map(({ ours }) => ours[figure])), peer: mean(found.map(({ peer }) => peer[figure])) };
}
