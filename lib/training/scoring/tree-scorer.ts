import { webAssembly } from '../kernels/web-assembly.ts';
import type { TreeEnsemble } from '../trees/tree-ensemble.ts';
import { sigmoid, softmax } from './link.ts';
import { BLOCK_ROWS } from './packed-trees.ts';
import { compiledTreeMargins, plainTreeMargins, type TreeMargins } from './tree-margins.ts';

/**
 * Scores rows by the trees of an ensemble. Values are compared in float32; NaN is missing, and infinities are beyond
 * any threshold.
 */
export interface TreeScorer {
  /** The probabilities of one row, one per output; overwritten when the next row is scored. */
  row(values: ArrayLike<number>): Float64Array;
  /** The probabilities of many rows, row by row, from their columns. */
  batch(columns: readonly Float32Array[]): Float64Array;
  /** As `batch`, from values that stand row by row. */
  rowMajorBatch(values: Float32Array): Float64Array;
}

/** Scores by the compiled kernel, or in plain JavaScript on a host without WebAssembly, with the same results. */
export function treeScorer(
  ensemble: TreeEnsemble,
  marginsOf: (ensemble: TreeEnsemble) => TreeMargins = webAssembly === undefined
    ? plainTreeMargins
    : compiledTreeMargins,
): TreeScorer {
  const { columns, link } = ensemble;
  const outputs = ensemble.baseMargins.length;
  const engine = marginsOf(ensemble);
  const { values, margins } = engine;
  const probabilities = new Float64Array(outputs);

  const batchOf = (rows: number, fill: (start: number, end: number) => void) => {
    const scores = new Float64Array(rows * outputs);
    for (let start = 0; start < rows; start += BLOCK_ROWS) {
      const end = Math.min(rows, start + BLOCK_ROWS);
      fill(start, end);
      engine.scoreBlock(end - start);
      scores.set(margins.subarray(0, (end - start) * outputs), start * outputs);
    }
    applyLink(link, scores, outputs);
    return scores;
  };

  return {
    row: (row) => {
      for (let column = 0; column < columns; column += 1) values[column] = row[column] as number;
      engine.scoreRow();
      for (let output = 0; output < outputs; output += 1) probabilities[output] = margins[output] as number;
      applyLink(link, probabilities, outputs);
      return probabilities;
    },
    batch: (table) => batchOf(table[0]?.length ?? 0, (start, end) => transpose(table, start, end, values)),
    rowMajorBatch: (rows) =>
      batchOf(rows.length / columns, (start, end) => values.set(rows.subarray(start * columns, end * columns))),
  };
}

/** Writes some rows of a table row by row. */
function transpose(table: readonly Float32Array[], start: number, end: number, values: Float32Array): void {
  for (const [column, source] of table.entries()) {
    for (let row = start, at = column; row < end; row += 1, at += table.length) values[at] = source[row] as number;
  }
}

/** Turns margins into probabilities, in place. */
function applyLink(link: TreeEnsemble['link'], scores: Float64Array, outputs: number): void {
  if (link === 'softmax') {
    for (let at = 0; at < scores.length; at += outputs) softmax(scores.subarray(at, at + outputs));
    return;
  }
  // sums of rounded shares may leave the range of a probability by their rounding
  const probabilityOf = link === 'logistic' ? sigmoid : (share: number) => Math.min(1, Math.max(0, share));
  for (let at = 0; at < scores.length; at += 1) scores[at] = probabilityOf(scores[at] as number);
}
