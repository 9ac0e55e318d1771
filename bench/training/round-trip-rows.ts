import { readFileSync } from 'node:fs';
import type { TreePreparation } from '../../lib/training/fitted-model.ts';
import { readXgboost } from '../../lib/training/formats/read-xgboost.ts';
import { treeColumns } from '../../lib/training/preparation/tree-columns.ts';
import { scoreTable } from '../../lib/training/scoring/table-scores.ts';
import { treeScorer } from '../../lib/training/scoring/tree-scorer.ts';
import { type BenchRow, row } from '../bench-rows.ts';
import type { BenchRun } from './bench-run.ts';
import { bankMarketing, creditDefault, peerArguments } from './datasets.ts';
import { largestDifference } from './differences.ts';
import { readFloats, rowMatrix, writeFloats } from './float-file.ts';
import { runPeer } from './python-peers.ts';
import { readDataset } from './split-dataset.ts';
import { writeStoredModel } from './stored-bank-model.ts';

const LEEWAY = '<=0.000001';

/** Whether Ratchet and Python's XGBoost predict the same with each other's model files, on 10,000 rows and more. */
export async function roundTripRows(bench: BenchRun): Promise<BenchRow[]> {
  bench.tell('round trips');
  return [await ourModelInPython(bench), peerModelHere(bench, 'json'), peerModelHere(bench, 'ubj')];
}

async function ourModelInPython({ folder }: BenchRun): Promise<BenchRow> {
  const model = `${folder}/stored-model.json`;
  const fitted = await writeStoredModel(model);
  const { table, rows } = await readDataset(bankMarketing());
  const { values } = rowMatrix(treeColumns(fitted.preparation as readonly TreePreparation[], table));
  const file = writeFloats(`${folder}/round-trip.floats`, values);
  const predictions = `${folder}/predictions.floats`;
  runPeer('xgboost_infer', ['--model', model, '--rows', file, '--predictions', predictions, '--row-repeats', '1']);
  const difference = largestDifference(scoreTable(fitted, table) as number[], readFloats(predictions));
  return row(
    `largest difference of ${rows} predictions by a stored model, loaded in Python's XGBoost`,
    difference,
    LEEWAY,
  );
}

function peerModelHere({ folder }: BenchRun, format: 'json' | 'ubj'): BenchRow {
  const [model, rows, predictions] = [`${folder}/peer.${format}`, `${folder}/peer.rows`, `${folder}/peer.predictions`];
  const given = peerArguments(creditDefault());
  runPeer('xgboost_job', [...given, '--out', model]);
  const data = given.filter((argument, place) => argument !== '--positive' && given[place - 1] !== '--positive');
  runPeer('xgboost_infer', [
    ...['--model', model, ...data, '--row-repeats', '1'],
    ...['--dump-rows', rows, '--predictions', predictions],
  ]);
  const { ensemble } = readXgboost(readFileSync(model));
  const expected = readFloats(predictions);
  const found = treeScorer(ensemble).rowMajorBatch(readFloats(rows));
  const what = `largest difference of ${expected.length} predictions by XGBoost's ${format.toUpperCase()}, read here`;
  return row(what, largestDifference(expected, found), LEEWAY);
}
