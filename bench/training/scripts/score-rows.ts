import { readFileSync } from 'node:fs';
import { readXgboost } from '../../../lib/training/formats/read-xgboost.ts';
import { treeScorer } from '../../../lib/training/scoring/tree-scorer.ts';
import { readFloats } from '../float-file.ts';
import { orderOf } from '../own-process.ts';
import { rowTimes } from '../row-times.ts';

/** Scores rows by the trees of a model in XGBoost's JSON. */
export interface ScoreOrder {
  readonly model: string;
  /** File of float32, row by row. */
  readonly rows: string;
}

const { model, rows } = orderOf<ScoreOrder>();
const { ensemble } = readXgboost(readFileSync(model));
const scorer = treeScorer(ensemble);
const matrix = { values: readFloats(rows), columns: ensemble.columns };
const scoring = { row: scorer.row, batch: scorer.rowMajorBatch };
console.log(JSON.stringify(await rowTimes(matrix, scoring, 20_000)));
