import { expect, test } from 'vitest';
import { compiledKernel } from '../../../lib/training/kernels/compiled-kernel.ts';
import { forestWasm } from '../../../lib/training/kernels/forest-wasm.ts';
import { type LaidOutForest, layOutForest } from '../../../lib/training/trees/forest-memory.ts';
import type { ForestTask } from '../../../lib/training/trees/forest-task.ts';
import { growTrees } from '../../../lib/training/trees/forest-threads.ts';

const ROWS = 100;
const TASK: ForestTask = {
  columns: [Float32Array.from({ length: ROWS }, (_, row) => row % 17)],
  labels: Int32Array.from({ length: ROWS }, (_, row) => Number(row % 17 > 8)),
  classes: 2,
  settings: { trees: 6, depth: 4, minimumLeafRows: 1, seed: 1 },
};

const laidOut = (threads: number) => layOutForest(compiledKernel(forestWasm), { ...TASK, threads }, 1);

/** This thread grows a tree only after the others have grown at least one. */
function patient(forest: LaidOutForest): { forest: LaidOutForest; grownHere: number[] } {
  const words = new Int32Array(forest.memory.buffer);
  const grownHere: number[] = [];
  const growTree: LaidOutForest['kernel']['growTree'] = (job, workspace, tree) => {
    Atomics.wait(words, forest.progress / 4 + 1, 0);
    grownHere.push(tree);
    return forest.kernel.growTree(job, workspace, tree);
  };
  return { forest: { ...forest, kernel: { ...forest.kernel, growTree } }, grownHere };
}

test('other threads grow trees that are the same as those of one', () => {
  const { forest, grownHere } = patient(laidOut(2));
  const shared = growTrees(forest);
  expect(grownHere.length).toBeLessThan(6);
  expect(shared.map((bytes) => [...new Uint8Array(bytes)])).toEqual(
    growTrees(laidOut(1)).map((bytes) => [...new Uint8Array(bytes)]),
  );
});

test('trees that other threads cannot grow are grown all the same', () => {
  const broken = { ...laidOut(3), module: {} };
  expect(growTrees(broken)).toEqual(growTrees(laidOut(1)));
});

test('there are no more threads than trees', () => {
  expect(laidOut(50).workspaces).toHaveLength(6);
});
