import type { Tree, TreeEnsemble } from './tree-ensemble.ts';

const TREE_BYTES = 8;
const NODE_BYTES = 24;

/** Room for the trees of an earlier training in the memory of the boosting kernel. */
export function startTreesBytes(ensemble: TreeEnsemble | undefined): number {
  return (ensemble?.trees ?? []).reduce((sum, tree) => sum + TREE_BYTES + tree.feature.length * NODE_BYTES, 0);
}

/** Writes the trees as assembly/parts/boosting/binning.ts reads them; a column becomes its place among the features. */
export function writeStartTrees(
  { buffer, address }: { readonly buffer: ArrayBuffer; readonly address: number },
  ensemble: TreeEnsemble,
  columnAt: Int32Array,
): void {
  const view = new DataView(buffer, address, startTreesBytes(ensemble));
  let nodes = ensemble.trees.length * TREE_BYTES;
  ensemble.trees.forEach((tree, index) => {
    view.setUint32(index * TREE_BYTES, address + nodes, true);
    view.setUint32(index * TREE_BYTES + 4, ensemble.outputOf[index] ?? 0, true);
    for (let node = 0; node < tree.feature.length; node += 1) {
      writeNode(view, nodes + node * NODE_BYTES, tree, node, columnAt);
    }
    nodes += tree.feature.length * NODE_BYTES;
  });
}

function writeNode(view: DataView, at: number, tree: Tree, node: number, columnAt: Int32Array): void {
  const column = tree.feature[node] as number;
  view.setInt32(at, column < 0 ? -1 : columnAt.indexOf(column), true);
  view.setFloat32(at + 4, tree.threshold[node] as number, true);
  view.setInt32(at + 8, tree.left[node] as number, true);
  view.setInt32(at + 12, tree.right[node] as number, true);
  view.setUint32(at + 16, tree.missingLeft[node] as number, true);
  view.setFloat32(at + 20, tree.value[node] as number, true);
}
