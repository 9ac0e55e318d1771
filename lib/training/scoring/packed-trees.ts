import type { Tree, TreeEnsemble } from '../trees/tree-ensemble.ts';

/** Bytes of a node, of a group of eight trees and of a tree in the tables of the kernel. */
const NODE = 16;
const GROUP = 40;
const TREE = 12;

/** Trees that one row walks at once. */
const TREES_PER_GROUP = 8;

/** Rows that are scored at once; a multiple of the eight that the kernel interleaves. */
export const BLOCK_ROWS = 64;

/** Where in the memory of the kernel everything stands, in bytes. */
export interface ScorerLayout {
  readonly nodes: number;
  readonly groups: number;
  readonly groupCount: number;
  readonly trees: number;
  /** Margins of a block, one per row and output. */
  readonly margins: number;
  /** Values of a block as they come, one per row and column. */
  readonly values: number;
  /** Two per row and column. */
  readonly slots: number;
  readonly end: number;
}

export function scorerLayout({ trees, columns, baseMargins, outputOf }: TreeEnsemble): ScorerLayout {
  const nodeCount = trees.reduce((sum, tree) => sum + tree.left.length, 0);
  const treesOf = new Uint32Array(baseMargins.length);
  for (const output of outputOf) treesOf[output] = (treesOf[output] as number) + 1;
  const groupCount = treesOf.reduce((sum, count) => sum + Math.ceil(count / TREES_PER_GROUP), 0);
  const nodes = 0;
  // one node more: a leaf for the places of a group that no tree has
  const groups = nodes + (nodeCount + 1) * NODE;
  const treeTable = groups + groupCount * GROUP;
  const margins = treeTable + trees.length * TREE;
  const values = margins + BLOCK_ROWS * baseMargins.length * 4;
  // leaves look at the first slot, also where there is no column
  const slots = values + BLOCK_ROWS * Math.max(1, columns) * 4;
  const end = slots + BLOCK_ROWS * Math.max(1, columns) * 8;
  return { nodes, groups, groupCount, trees: treeTable, margins, values, slots, end };
}

/** Writes the nodes of all trees and the tables of the trees into the memory of the kernel. */
export function packTrees({ trees, outputOf }: TreeEnsemble, layout: ScorerLayout, buffer: ArrayBuffer): void {
  const nodes: NodeViews = { integers: new Uint32Array(buffer), floats: new Float32Array(buffer) };
  writeLeaf(nodes, layout.nodes, -0);
  let root = layout.nodes + NODE;
  const placed: PlacedTree[] = [];
  for (const [index, tree] of trees.entries()) {
    const depth = packTree(tree, root, nodes);
    placed.push({ root, depth, margin: layout.margins + (outputOf[index] as number) * 4 });
    root += tree.left.length * NODE;
  }
  writeTreeTable(placed, nodes.integers.subarray(layout.trees / 4));
  writeGroups(placed, layout, nodes.integers.subarray(layout.groups / 4));
}

interface NodeViews {
  readonly integers: Uint32Array;
  readonly floats: Float32Array;
}

interface PlacedTree {
  readonly root: number;
  readonly depth: number;
  readonly margin: number;
}

function writeTreeTable(placed: readonly PlacedTree[], table: Uint32Array): void {
  for (const [index, { root, depth, margin }] of placed.entries()) table.set([root, depth, margin], index * (TREE / 4));
}

/** Groups have trees of one output only, in their order. */
function writeGroups(placed: readonly PlacedTree[], layout: ScorerLayout, table: Uint32Array): void {
  let at = 0;
  for (const [margin, trees] of Map.groupBy(placed, (tree) => tree.margin)) {
    for (let first = 0; first < trees.length; first += TREES_PER_GROUP) {
      const members = trees.slice(first, first + TREES_PER_GROUP);
      table.fill(layout.nodes, at, at + TREES_PER_GROUP);
      for (const [place, { root }] of members.entries()) table[at + place] = root;
      table[at + TREES_PER_GROUP] = margin;
      table[at + TREES_PER_GROUP + 1] = Math.max(...members.map((tree) => tree.depth));
      at += GROUP / 4;
    }
  }
}

/** Writes a tree level by level, siblings side by side. Returns its depth. */
function packTree(tree: Tree, root: number, nodes: NodeViews): number {
  const { left, right, feature, threshold, missingLeft, value } = tree;
  const { integers, floats } = nodes;
  const order = new Int32Array(left.length);
  let placed = 1;
  let levelEnd = 1;
  let depth = 0;
  for (let next = 0; next < placed; next += 1) {
    if (next === levelEnd) {
      depth += 1;
      levelEnd = placed;
    }
    const node = order[next] as number;
    const address = root + next * NODE;
    const child = left[node] as number;
    if (child === -1) {
      writeLeaf(nodes, address, value[node] as number);
      continue;
    }
    const word = address / 4;
    integers[word] = (feature[node] as number) * 8 + (missingLeft[node] === 1 ? 0 : 4);
    floats[word + 1] = threshold[node] as number;
    integers[word + 2] = root + placed * NODE;
    order[placed] = child;
    order[placed + 1] = right[node] as number;
    placed += 2;
  }
  return depth;
}

function writeLeaf({ integers, floats }: NodeViews, address: number, value: number): void {
  const word = address / 4;
  floats[word + 1] = Number.POSITIVE_INFINITY;
  integers[word + 2] = address;
  floats[word + 3] = value;
}
