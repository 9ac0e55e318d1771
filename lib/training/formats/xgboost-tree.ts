import type { Tree } from '../trees/tree-ensemble.ts';
import {
  arrayMember,
  asObject,
  type JsonObject,
  ModelFileBroken,
  ModelKindUnsupported,
  memberPath,
} from './model-file.ts';

const LARGEST_INT32 = 2_147_483_647;

// as the feature of a node that was pruned but keeps its place
const DELETED = LARGEST_INT32;

// explanations take time by the square of the depth, and recursion
const DEEPEST = 256;

/**
 * One tree of XGBoost's JSON, checked: every node is reached exactly once from the root, apart from pruned ones, which
 * are left out.
 */
export function readTree(raw: unknown, columns: number, where: string): Tree {
  const fields = asObject(raw, where);
  refuseCategories(fields, where);
  const left = integers(fields, 'left_children', where);
  const nodes = left.length;
  if (nodes === 0) throw new ModelFileBroken(memberPath(where, 'left_children'), 'an array of at least one node', []);
  const right = integers(fields, 'right_children', where, nodes);
  const feature = integers(fields, 'split_indices', where, nodes);
  const conditions = floats(fields, 'split_conditions', where, nodes);
  const tree: Tree = {
    feature,
    threshold: conditions,
    left,
    right,
    missingLeft: flags(fields, 'default_left', where, nodes),
    value: floats(fields, 'base_weights', where, nodes),
    gain: floats(fields, 'loss_changes', where, nodes),
    cover: floats(fields, 'sum_hessian', where, nodes),
  };
  const reached = reachedNodes(tree, columns, where);
  return reached.count === nodes ? tree : withoutDeleted(tree, reached, where);
}

function refuseCategories(fields: JsonObject, where: string): void {
  const nodes = fields.categories_nodes;
  if (!Array.isArray(nodes) || nodes.length === 0) return;
  throw new ModelKindUnsupported(
    `'${where}' splits by categories, which is not served: encode them as numbers and train without enable_categorical`,
  );
}

/** Which nodes the root leads to, and how many those are. */
interface ReachedNodes {
  readonly seen: Uint8Array;
  readonly count: number;
}

function reachedNodes(tree: Tree, columns: number, where: string): ReachedNodes {
  const { left, right, feature } = tree;
  const nodes = left.length;
  const seen = new Uint8Array(nodes);
  const open = new Int32Array(nodes);
  seen[0] = 1;
  let count = 1;
  let levelEnd = 1;
  let depth = 0;
  for (let next = 0; next < count; next += 1) {
    if (next === levelEnd) {
      depth = deeper(depth, where);
      levelEnd = count;
    }
    const node = open[next] as number;
    const child = left[node] as number;
    if (child === -1 && right[node] === -1) {
      settleLeaf(tree, node);
      continue;
    }
    const column = feature[node] as number;
    if (column < 0 || column >= columns) throw strayFeature(where, node, columns, column);
    seeChild(seen, child, where, 'left_children', node);
    seeChild(seen, right[node] as number, where, 'right_children', node);
    open[count] = child;
    open[count + 1] = right[node] as number;
    count += 2;
  }
  return { seen, count };
}

function deeper(depth: number, where: string): number {
  if (depth < DEEPEST) return depth + 1;
  throw new ModelKindUnsupported(`'${where}' is deeper than ${DEEPEST}: train with a max_depth`);
}

function seeChild(seen: Uint8Array, child: number, where: string, name: string, node: number): void {
  if (child > 0 && child < seen.length && seen[child] === 0) {
    seen[child] = 1;
    return;
  }
  const expected = `a node from 1 to ${seen.length - 1} that no other node leads to, or -1 on both sides of a leaf`;
  throw new ModelFileBroken(`${where}.${name}[${node}]`, expected, child);
}

function strayFeature(where: string, node: number, columns: number, got: number): ModelFileBroken {
  return new ModelFileBroken(`${where}.split_indices[${node}]`, `a feature from 0 to ${columns - 1}`, got);
}

/** In the file the value of a leaf stands where the threshold of a split does. */
function settleLeaf({ feature, threshold, missingLeft, value, gain }: Tree, node: number): void {
  value[node] = threshold[node] as number;
  threshold[node] = 0;
  feature[node] = -1;
  missingLeft[node] = 0;
  gain[node] = 0;
}

function withoutDeleted(tree: Tree, { seen, count }: ReachedNodes, where: string): Tree {
  const kept = new Int32Array(count);
  const placeOf = new Int32Array(seen.length).fill(-1);
  let place = 0;
  for (let node = 0; node < seen.length; node += 1) {
    if (seen[node] === 1) {
      kept[place] = node;
      placeOf[node] = place;
      place += 1;
    } else if (tree.feature[node] !== DELETED) {
      throw new ModelFileBroken(`${where}.left_children`, `such that node ${node} is reached from the root`, 'no path');
    }
  }
  const moved = (children: Int32Array) =>
    kept.map((node) => (children[node] === -1 ? -1 : (placeOf[children[node] as number] as number)));
  const picked = (values: Float32Array) => Float32Array.from(kept, (node) => values[node] as number);
  return {
    feature: kept.map((node) => tree.feature[node] as number),
    threshold: picked(tree.threshold),
    left: moved(tree.left),
    right: moved(tree.right),
    missingLeft: Uint8Array.from(kept, (node) => tree.missingLeft[node] as number),
    value: picked(tree.value),
    gain: picked(tree.gain),
    cover: picked(tree.cover),
  };
}

function sized(fields: JsonObject, name: string, where: string, nodes: number | undefined): readonly unknown[] {
  const values = arrayMember(fields, name, where);
  if (nodes === undefined || values.length === nodes) return values;
  throw new ModelFileBroken(memberPath(where, name), `an array of ${nodes}, as 'left_children' is`, values);
}

function integers(fields: JsonObject, name: string, where: string, nodes?: number): Int32Array {
  const values = sized(fields, name, where, nodes);
  const read = new Int32Array(values.length);
  for (let i = 0; i < read.length; i += 1) {
    const value = values[i];
    if (typeof value === 'number') read[i] = value;
    if (read[i] !== value) throw new ModelFileBroken(`${where}.${name}[${i}]`, 'a whole number of 32 bits', value);
  }
  return read;
}

function floats(fields: JsonObject, name: string, where: string, nodes: number): Float32Array {
  const values = sized(fields, name, where, nodes);
  const read = new Float32Array(nodes);
  let nothing = 0;
  for (let i = 0; i < nodes; i += 1) {
    const value = values[i];
    read[i] = typeof value === 'number' ? value : Number.NaN;
    // not 0 any more after the first that is not finite, also where only float32 has no place for it
    nothing += 0 * (read[i] as number);
  }
  if (nothing === 0) return read;
  const wrong = read.findIndex((value) => !Number.isFinite(value));
  throw new ModelFileBroken(`${where}.${name}[${wrong}]`, 'a finite float32, for example 1.5', values[wrong]);
}

/** XGBoost before 1.6 wrote true and false, later ones 1 and 0. */
function flags(fields: JsonObject, name: string, where: string, nodes: number): Uint8Array {
  const values = sized(fields, name, where, nodes);
  const read = new Uint8Array(nodes);
  for (let i = 0; i < nodes; i += 1) {
    const value = values[i];
    if (value === 1 || value === true) read[i] = 1;
    else if (value !== 0 && value !== false) throw new ModelFileBroken(`${where}.${name}[${i}]`, '0 or 1', value);
  }
  return read;
}
