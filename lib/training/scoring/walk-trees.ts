import type { Tree, TreeEnsemble } from '../trees/tree-ensemble.ts';

/**
 * The margins of one row, one per output: float32 sums in the order of the trees, as XGBoost adds them. The plain way,
 * which the compiled one is tested against.
 */
export function walkTrees({ trees, outputOf, baseMargins }: TreeEnsemble, values: ArrayLike<number>): Float32Array {
  const margins = Float32Array.from(baseMargins);
  for (const [index, tree] of trees.entries()) {
    const output = outputOf[index] as number;
    margins[output] = (margins[output] as number) + (tree.value[leafOf(tree, values)] as number);
  }
  return margins;
}

/** Whether a value, in float32, goes left at a node. */
export function goesLeft({ threshold, missingLeft }: Tree, node: number, value: number): boolean {
  return Number.isNaN(value) ? missingLeft[node] === 1 : value < (threshold[node] as number);
}

/** The leaf that a row ends in. */
function leafOf(tree: Tree, values: ArrayLike<number>): number {
  let node = 0;
  while (tree.left[node] !== -1) {
    const value = Math.fround(values[tree.feature[node] as number] as number);
    node = (goesLeft(tree, node, value) ? tree.left[node] : tree.right[node]) as number;
  }
  return node;
}
