import { measure } from '../../lib/statistics/metrics/measurements.ts';
import { scoreTable } from '../../lib/training/scoring/table-scores.ts';
import type { FeatureTable } from '../../lib/training/table/feature-table.ts';
import { rowsAt } from '../../lib/training/table/table-parts.ts';
import { type BenchRow, rowBesidePeer } from '../bench-rows.ts';
import { mean } from './alternated-runs.ts';
import type { BenchRun } from './bench-run.ts';
import { boostedModel } from './boosted-model.ts';
import { type Dataset, headerOf } from './datasets.ts';
import { runPeer } from './python-peers.ts';
import { readDataset } from './split-dataset.ts';
import { drawnFolds, writeRowNumbers } from './test-rows.ts';

const FOLDS = 5;
const LEEWAY = 0.005;

// a row of wine is more than the leeway, so that one cross-validation says little
const sets = [
  { name: 'digits', rounds: 2 },
  { name: 'wine', rounds: 10 },
];

/** How often models of several classes are right on rows they were not trained on, beside XGBoost's on the same folds. */
export async function multiclassRows(bench: BenchRun): Promise<BenchRow[]> {
  runPeer('export_sets', ['--out', bench.folder]);
  const rows: BenchRow[] = [];
  for (const { name, rounds } of sets) rows.push(await accuracyRow(bench, name, rounds));
  return rows;
}

async function accuracyRow(bench: BenchRun, name: string, rounds: number): Promise<BenchRow> {
  const path = `${bench.folder}/${name}.csv`;
  const { rows, table, labels } = await readDataset(datasetOf(path));
  const folds = Array.from({ length: rounds }, (_, seed) => drawnFolds(rows, FOLDS, seed));
  const file = writeRowNumbers(`${bench.folder}/folds.json`, folds);
  bench.tell(`${name}, ${rounds} rounds of ${FOLDS} folds`);
  const peer = runPeer<{ readonly accuracy: number }>('xgboost_folds', [
    '--csv',
    path,
    '--target',
    'y',
    '--folds',
    file,
  ]);
  const classes = [...labels.levels].sort((one, other) => Number(one) - Number(other));
  const texts = Array.from(labels.codes, (code) => labels.levels[code] as string);
  const accuracies: number[] = [];
  for (const testRows of folds.flat()) accuracies.push(await foldAccuracy({ table, texts, classes }, testRows));
  const what = `accuracy, ${name}, ${classes.length} classes, mean of ${rounds} cross-validations`;
  return rowBesidePeer(what, mean(accuracies), peer.accuracy, `>=${(peer.accuracy - LEEWAY).toFixed(5)}`);
}

interface ClassifiedRows {
  readonly table: FeatureTable;
  readonly texts: readonly string[];
  readonly classes: readonly string[];
}

async function foldAccuracy({ table, texts, classes }: ClassifiedRows, testRows: readonly number[]): Promise<number> {
  const isTest = new Set(testRows);
  const places = [
    Uint32Array.from(texts.keys()).filter((row) => !isTest.has(row)),
    Uint32Array.from(testRows),
  ] as const;
  const [train, test] = [rowsAt(table, places[0]), rowsAt(table, places[1])];
  const model = await boostedModel({
    rows: { table: train, labels: Int32Array.from(places[0], (row) => classes.indexOf(texts[row] as string)) },
    terms: { positiveClass: null, classes },
    missing: new Map(),
    threads: 1,
    seed: 7,
  });
  const labels = testRows.map((row) => texts[row] as string);
  return measure({ labels, scores: scoreTable(model, test), positiveClass: null, classes }).accuracy ?? 0;
}

function datasetOf(path: string): Dataset {
  const names = headerOf(path).filter((name) => name !== 'y');
  const features = names.map((name) => ({ name, kind: 'numeric' as const, missing: [] }));
  return { name: path, path, target: 'y', positive: '', features, dropped: [] };
}
