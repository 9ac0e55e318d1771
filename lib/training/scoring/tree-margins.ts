import { compiledKernel, kernelInstance } from '../kernels/compiled-kernel.ts';
import { treeScorerWasm } from '../kernels/tree-scorer-wasm.ts';
import { webAssembly } from '../kernels/web-assembly.ts';
import type { TreeEnsemble } from '../trees/tree-ensemble.ts';
import { BLOCK_ROWS, packTrees, scorerLayout } from './packed-trees.ts';
import { walkTrees } from './walk-trees.ts';

/** Computes margins from values that stand in a buffer of its own. */
export interface TreeMargins {
  /** Values to score, row by row, up to BLOCK_ROWS rows. */
  readonly values: Float32Array;
  /** Margins of what was scored last, row by row. */
  readonly margins: Float32Array;
  scoreRow(): void;
  scoreBlock(rows: number): void;
}

interface ScorerKernel {
  fillSlots(values: number, slots: number, count: number): void;
  scoreRow(groups: number, count: number, slots: number): void;
  scoreBlock(trees: number, count: number, slots: number, rows: number, stride: number, outputBytes: number): void;
}

const PAGE = 65_536;

// rows that the kernel walks side by side
const INTERLEAVED = 8;

/** By the compiled kernel. */
export function compiledTreeMargins(ensemble: TreeEnsemble): TreeMargins {
  const { columns, baseMargins, trees } = ensemble;
  const outputs = baseMargins.length;
  const layout = scorerLayout(ensemble);
  const memory = new webAssembly.Memory({ initial: Math.ceil(layout.end / PAGE) });
  packTrees(ensemble, layout, memory.buffer);
  const kernel = kernelInstance<ScorerKernel>(compiledKernel(treeScorerWasm), memory);
  const margins = new Float32Array(memory.buffer, layout.margins, BLOCK_ROWS * outputs);
  const values = new Float32Array(memory.buffer, layout.values, BLOCK_ROWS * columns);
  return {
    values,
    margins,
    scoreRow: () => {
      for (let output = 0; output < outputs; output += 1) margins[output] = baseMargins[output] as number;
      kernel.fillSlots(layout.values, layout.slots, columns);
      kernel.scoreRow(layout.groups, layout.groupCount, layout.slots);
    },
    scoreBlock: (rows) => {
      for (let row = 0; row < rows; row += 1) margins.set(baseMargins, row * outputs);
      kernel.fillSlots(layout.values, layout.slots, rows * columns);
      // rows behind the last are whatever stood there before, and nobody reads their margins
      const walked = Math.ceil(rows / INTERLEAVED) * INTERLEAVED;
      kernel.scoreBlock(layout.trees, trees.length, layout.slots, walked, columns * 8, outputs * 4);
    },
  };
}

/** In plain JavaScript, for hosts without WebAssembly. */
export function plainTreeMargins(ensemble: TreeEnsemble): TreeMargins {
  const { columns, baseMargins } = ensemble;
  const values = new Float32Array(BLOCK_ROWS * columns);
  const margins = new Float32Array(BLOCK_ROWS * baseMargins.length);
  const scoreBlock = (rows: number) => {
    for (let row = 0; row < rows; row += 1) {
      const rowValues = values.subarray(row * columns, (row + 1) * columns);
      margins.set(walkTrees(ensemble, rowValues), row * baseMargins.length);
    }
  };
  return { values, margins, scoreBlock, scoreRow: () => scoreBlock(1) };
}
