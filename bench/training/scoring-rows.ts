import { readFileSync, writeFileSync } from 'node:fs';
import { readXgboost } from '../../lib/training/formats/read-xgboost.ts';
import { fitTreePreparation } from '../../lib/training/preparation/fit-preparation.ts';
import { treeColumns } from '../../lib/training/preparation/tree-columns.ts';
import { treeScorer } from '../../lib/training/scoring/tree-scorer.ts';
import type { TreeEnsemble } from '../../lib/training/trees/tree-ensemble.ts';
import { type BenchRow, reference, row, timesFaster } from '../bench-rows.ts';
import { alternated, medianOf } from './alternated-runs.ts';
import type { BenchRun } from './bench-run.ts';
import { bothJobs } from './both-jobs.ts';
import { bankMarketing, type Dataset, missingTexts, synthetic } from './datasets.ts';
import { largestDifference } from './differences.ts';
import { readFloats, rowMatrix, writeFloats } from './float-file.ts';
import { onnxModel } from './onnx-model.ts';
import { NO_ONNX_RUNTIME, onnxRuntime } from './onnx-runtime.ts';
import { pythonMissing, runPeer } from './python-peers.ts';
import type { RowMatrix, RowTimes } from './row-times.ts';
import { runLine, script } from './run-line.ts';
import type { OnnxOrder } from './scripts/onnx-rows.ts';
import type { ScoreOrder } from './scripts/score-rows.ts';
import { readDataset } from './split-dataset.ts';
import { writeSyntheticCsv } from './synthetic-csv.ts';
import { everyTenth, writeRowNumbers } from './test-rows.ts';

const SYNTHETIC_ROWS = 50_000;

/** A model, and rows to score by it. */
interface ScoringCase {
  readonly name: string;
  readonly model: string;
  readonly ensemble: TreeEnsemble;
  readonly rows: string;
  readonly matrix: RowMatrix;
}

/** Scoring of one row and of 10,000, by a model of 100 trees of depth 6, on one thread. */
export async function scoringRows(bench: BenchRun): Promise<BenchRow[]> {
  const table = synthetic(`${bench.folder}/scored.csv`);
  writeSyntheticCsv(table.path, { rows: SYNTHETIC_ROWS, seed: 0 });
  const rows: BenchRow[] = [];
  for (const [dataset, size] of [[bankMarketing(), 45_210] as const, [table, SYNTHETIC_ROWS] as const]) {
    const scored = await scoringCase(bench, dataset, size);
    if (pythonMissing() === null) rows.push(...(await besideXgboost(bench, scored)));
    const runtime = onnxRuntime();
    if (runtime === null) {
      bench.tell(NO_ONNX_RUNTIME);
    } else rows.push(...(await besideOnnx(bench, scored, runtime)));
  }
  return rows;
}

async function scoringCase(bench: BenchRun, dataset: Dataset, size: number): Promise<ScoringCase> {
  const { name } = dataset;
  const testRows = writeRowNumbers(`${bench.folder}/scored-rows.json`, everyTenth(size));
  const { ours, ourModel } = await bothJobs(bench, { dataset, testRows, seed: 7, cores: '1' });
  ours();
  const model = `${bench.folder}/${name}-scored.json`;
  writeFileSync(model, readFileSync(ourModel));
  const { ensemble } = readXgboost(readFileSync(model));
  const { table } = await readDataset(dataset);
  const matrix = rowMatrix(treeColumns(fitTreePreparation(table, missingTexts(dataset)), table));
  return { name, model, ensemble, matrix, rows: writeFloats(`${bench.folder}/${name}.floats`, matrix.values) };
}

async function besideXgboost(bench: BenchRun, { name, model, rows }: ScoringCase): Promise<BenchRow[]> {
  bench.tell(`scoring of ${name}, beside XGBoost`);
  const ours = await ourTimes(bench, { model, rows });
  const peer = () => runPeer<RowTimes>('xgboost_infer', ['--model', model, '--rows', rows]);
  const pairs = alternated(bench.repeats, ours, peer);
  const medians = (figure: (times: RowTimes) => number) =>
    [medianOf(pairs.ours, figure), medianOf(pairs.peer, figure)] as const;
  const beside = `${name}, beside XGBoost's inplace_predict`;
  return [
    timesFaster(`one row of ${beside}, p50 in microseconds`, ...medians(({ row_us_p50 }) => row_us_p50), '>=30'),
    reference(`one row of ${beside}, p99 in microseconds`, ...medians(({ row_us_p99 }) => row_us_p99)),
    timesFaster(`10,000 rows of ${beside}, milliseconds`, ...medians(({ batch10k_ms }) => batch10k_ms), '>=2'),
  ];
}

async function besideOnnx(bench: BenchRun, scored: ScoringCase, runtime: string): Promise<BenchRow[]> {
  const { name, model, rows, ensemble, matrix } = scored;
  bench.tell(`scoring of ${name}, beside onnxruntime-node`);
  const path = `${bench.folder}/${name}.onnx`;
  writeFileSync(path, onnxModel(ensemble));
  const margins = `${bench.folder}/margins.floats`;
  const order: OnnxOrder = { runtime, model: path, rows, columns: ensemble.columns, margins };
  const onnx = await bench.bundled('onnx-rows');
  const ours = await ourTimes(bench, { model, rows });
  const pairs = alternated(bench.repeats, ours, () => runLine<RowTimes>(script(onnx, order, '1')));
  const medians = (figure: (times: RowTimes) => number) =>
    [medianOf(pairs.ours, figure), medianOf(pairs.peer, figure)] as const;
  const expected = treeScorer(ensemble).rowMajorBatch(matrix.values);
  const found = Float64Array.from(readFloats(margins), (margin) => 1 / (1 + Math.exp(-margin)));
  const beside = `${name}, beside onnxruntime-node`;
  return [
    timesFaster(`one row of ${beside}, p50 in microseconds`, ...medians(({ row_us_p50 }) => row_us_p50), '>=8'),
    reference(`one row of ${beside}, p99 in microseconds`, ...medians(({ row_us_p99 }) => row_us_p99)),
    reference(`10,000 rows of ${beside}, milliseconds`, ...medians(({ batch10k_ms }) => batch10k_ms)),
    row(`largest difference from onnxruntime-node, ${name}`, largestDifference(expected, found), '<=0.000001'),
  ];
}

async function ourTimes(bench: BenchRun, order: ScoreOrder): Promise<() => RowTimes> {
  const path = await bench.bundled('score-rows');
  return () => runLine<RowTimes>(script(path, order, '1'));
}
