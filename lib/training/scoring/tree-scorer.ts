import { compiledKernel, kernelInstance } from '../kernels/compiled-kernel.ts';
import { treeScorerWasm } from '../kernels/tree-scorer-wasm.ts';
import { webAssembly } from '../kernels/web-assembly.ts';
import type { TreeEnsemble } from '../trees/tree-ensemble.ts';
import { sigmoid, softmax } from './link.ts';
import { BLOCK_ROWS, packTrees, type ScorerLayout, scorerLayout } from './packed-trees.ts';
import { walkTrees } from './walk-trees.ts';

/**
 * Scores rows by the trees of an ensemble. Values are compared in float32; NaN is missing, infinities are larger or
 * smaller than any threshold.
 */
export interface TreeScorer {
  /** The probabilities of one row, one per output. They are overwritten when the next row is scored. */
  row(values: ArrayLike<number>): Float64Array;
  /** The probabilities of many rows, row by row, from their columns. */
  batch(columns: readonly Float32Array[]): Float64Array;
  /** As `batch`, from values row by row. */
  rowMajorBatch(values: Float32Array): Float64Array;
}

/** The fastest scorer that this host has: compiled where there is WebAssembly. */
export function treeScorer(ensemble: TreeEnsemble): TreeScorer {
  return webAssembly === undefined ? plainTreeScorer(ensemble) : compiledTreeScorer(ensemble);
}

interface ScorerKernel {
  fillSlots(values: number, slots: number, count: number): void;
  scoreRow(groups: number, count: number, slots: number): void;
  scoreBlock(trees: number, count: number, slots: number, rows: number, stride: number, outputBytes: number): void;
}

const PAGE = 65_536;

function compiledTreeScorer(ensemble: TreeEnsemble): TreeScorer {
  const { columns, baseMargins, trees, link } = ensemble;
  const outputs = baseMargins.length;
  const layout = scorerLayout(ensemble);
  const memory = new webAssembly.Memory({ initial: Math.ceil(layout.end / PAGE) });
  packTrees(ensemble, layout, memory.buffer);
  const kernel = kernelInstance<ScorerKernel>(compiledKernel(treeScorerWasm), memory);
  const { margins, values } = blockViews(layout, memory.buffer, outputs, columns);
  const rowMargins = margins.subarray(0, outputs);
  const probabilities = new Float64Array(outputs);
  const applyLink = linkFunction(link);

  const batchOf = (rows: number, fill: (start: number, count: number) => void) => {
    const scores = new Float64Array(rows * outputs);
    for (let start = 0; start < rows; start += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, rows - start);
      fill(start, count);
      for (let row = 0; row < count; row += 1) margins.set(baseMargins, row * outputs);
      kernel.fillSlots(layout.values, layout.slots, count * columns);
      // rows after the last one are whatever stood there before; their margins are not read
      const rounded = Math.ceil(count / 8) * 8;
      kernel.scoreBlock(layout.trees, trees.length, layout.slots, rounded, columns * 8, outputs * 4);
      scores.set(margins.subarray(0, count * outputs), start * outputs);
    }
    for (let at = 0; at < scores.length; at += outputs) applyLink(scores.subarray(at, at + outputs));
    return scores;
  };

  return {
    row: (row) => {
      for (let column = 0; column < columns; column += 1) values[column] = row[column] as number;
      kernel.fillSlots(layout.values, layout.slots, columns);
      rowMargins.set(baseMargins);
      kernel.scoreRow(layout.groups, layout.groupCount, layout.slots);
      probabilities.set(rowMargins);
      applyLink(probabilities);
      return probabilities;
    },
    batch: (table) => batchOf(table[0]?.length ?? 0, (start, count) => transpose(table, start, count, values)),
    rowMajorBatch: (rows) =>
      batchOf(rows.length / columns, (start, count) =>
        values.set(rows.subarray(start * columns, (start + count) * columns)),
      ),
  };
}
