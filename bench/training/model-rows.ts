import { type BenchRow, rowBesidePeer, timesFaster } from '../bench-rows.ts';
import { alternated, medianOf } from './alternated-runs.ts';
import { type BenchRun, fewerRepeats } from './bench-run.ts';
import { bankMarketing, creditDefault, type Dataset, peerArguments, synthetic } from './datasets.ts';
import { runPeer } from './python-peers.ts';
import { runLine, script } from './run-line.ts';
import type { FitOrder } from './scripts/fit-model.ts';
import { writeSyntheticCsv } from './synthetic-csv.ts';
import { everyTenth, writeRowNumbers } from './test-rows.ts';

interface FitFigures {
  readonly train_s: number;
  readonly auc: number;
  readonly logloss: number;
}

const LOSS_LEEWAY = 1e-4;
const AUC_LEEWAY = 0.002;

interface FitCase {
  readonly dataset: Dataset;
  readonly rows: number;
  readonly repeats: number;
}

/** Logistic regression beside scikit-learn's lbfgs: the time of the fit, at the same loss. */
export async function logisticRows(bench: BenchRun): Promise<BenchRow[]> {
  const large = synthetic(`${bench.folder}/linear.csv`);
  writeSyntheticCsv(large.path, { rows: bench.rows, seed: 0 });
  const cases = [...smallCases(bench), { dataset: large, rows: bench.rows, repeats: fewerRepeats(bench.repeats) }];
  const rows: BenchRow[] = [];
  for (const one of cases) {
    const { ours, peer, what } = await fits(bench, 'lr', one);
    const losses = [medianOf(ours, ({ logloss }) => logloss), medianOf(peer, ({ logloss }) => logloss)] as const;
    rows.push(
      timesFaster(`logistic regression, ${what}, seconds of the fit`, ...fitTimes(ours, peer), '>=1'),
      rowBesidePeer(`logistic regression, ${what}, log-loss`, ...losses, `<=${(losses[1] + LOSS_LEEWAY).toFixed(6)}`),
    );
  }
  return rows;
}

/** Random forest beside scikit-learn's. */
export async function forestRows(bench: BenchRun): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const one of smallCases(bench)) {
    const { ours, peer, what } = await fits(bench, 'rf', one);
    const areas = [medianOf(ours, ({ auc }) => auc), medianOf(peer, ({ auc }) => auc)] as const;
    rows.push(
      timesFaster(`random forest, ${what}, seconds of the fit`, ...fitTimes(ours, peer), '>=2'),
      rowBesidePeer(`random forest, ${what}, AUC`, ...areas, `>=${(areas[1] - AUC_LEEWAY).toFixed(5)}`),
    );
  }
  return rows;
}

function smallCases({ repeats }: BenchRun): FitCase[] {
  return [
    { dataset: bankMarketing(), rows: 45_210, repeats },
    { dataset: creditDefault(), rows: 30_000, repeats },
  ];
}

async function fits(bench: BenchRun, kind: FitOrder['kind'], { dataset, rows, repeats }: FitCase) {
  const what = `${dataset.name}, ${rows} rows, 1 thread`;
  bench.tell(`${kind}, ${what}`);
  const testRows = writeRowNumbers(`${bench.folder}/fit-rows.json`, everyTenth(rows));
  const path = await bench.bundled('fit-model');
  const order: FitOrder = { kind, dataset, testRows };
  const given = [...peerArguments(dataset), '--test-rows', testRows, '--models', kind, '--row-repeats', '1'];
  const pairs = alternated(
    repeats,
    () => runLine<FitFigures>(script(path, order, '1')),
    () => runPeer<FitFigures>('sklearn_models', given),
  );
  return { ...pairs, what };
}

function fitTimes(ours: readonly FitFigures[], peer: readonly FitFigures[]) {
  return [medianOf(ours, ({ train_s }) => train_s), medianOf(peer, ({ train_s }) => train_s)] as const;
}
