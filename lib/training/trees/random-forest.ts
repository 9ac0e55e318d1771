import { compiledKernel } from '../kernels/compiled-kernel.ts';
import { forestWasm } from '../kernels/forest-wasm.ts';
import { ARRAYS_BEFORE_VALUES, layOutForest } from './forest-memory.ts';
import { type ForestTask, refuseImpossible } from './forest-task.ts';
import { growTrees } from './forest-threads.ts';
import type { Tree, TreeEnsemble } from './tree-ensemble.ts';

/**
 * Grows trees on bootstrap samples, splitting by the gini impurity of quantile bins (Breiman 2001; the rules of
 * scikit-learn's RandomForestClassifier). Leaves hold the weighted share of each class, divided by the number of trees, or
 * with one output that of class 1. Cover is weighted rows, gain is by how much a split lowers cover times impurity.
 * The same task gives the same bits for any number of threads. Throws `ForestTaskRefused`.
 */
export function growForest(task: ForestTask): TreeEnsemble {
  refuseImpossible(task);
  const outputs = task.outputs ?? (task.classes === 2 ? 1 : task.classes);
  const forest = layOutForest(compiledKernel(forestWasm), task, outputs);
  const trees = growTrees(forest).flatMap((bytes) => readTrees(bytes, outputs));
  return {
    columns: task.columns.length,
    baseMargins: new Float32Array(outputs),
    link: 'identity',
    trees,
    outputOf: Int32Array.from(trees, (_, index) => index % outputs),
  };
}

/** One tree per output; they share all arrays but their values. */
function readTrees(bytes: ArrayBuffer, outputs: number): Tree[] {
  const nodes = bytes.byteLength / 4 / (ARRAYS_BEFORE_VALUES + outputs);
  const integers = (array: number) => new Int32Array(bytes, array * nodes * 4, nodes);
  const floats = (array: number) => new Float32Array(bytes, array * nodes * 4, nodes);
  const shared = {
    feature: integers(0),
    threshold: floats(1),
    left: integers(2),
    right: integers(3),
    missingLeft: Uint8Array.from(integers(4)),
    gain: floats(5),
    cover: floats(6),
  };
  return Array.from({ length: outputs }, (_, output) => ({ ...shared, value: floats(ARRAYS_BEFORE_VALUES + output) }));
}
