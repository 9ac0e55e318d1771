import { goesLeft } from '../scoring/walk-trees.ts';
import type { Tree, TreeEnsemble } from '../trees/tree-ensemble.ts';
import type { Explanation } from './explanation.ts';
import { copyPath, emptyPath, extendPath, type FeaturePath, unwindPath, unwoundSum } from './feature-path.ts';

/**
 * What the columns of a row add to each margin: Shapley values, exact for the distribution of training rows that the
 * covers of the trees tell. Lundberg's path-dependent TreeSHAP, as XGBoost's `pred_contribs`.
 */
export function treeShap(ensemble: TreeEnsemble, values: ArrayLike<number>): readonly Explanation[] {
  const { trees, outputOf, columns, baseMargins } = ensemble;
  const expected = Float64Array.from(baseMargins);
  const contributions = Array.from(expected, () => new Float64Array(columns));
  const row = Float32Array.from(values);
  const paths: FeaturePath[] = [];
  for (const [index, tree] of trees.entries()) {
    const output = outputOf[index] as number;
    expected[output] = (expected[output] as number) + expectedValue(tree);
    explainTree({ tree, row, paths, contributions: contributions[output] as Float64Array });
  }
  return contributions.map((output, index) => ({ contributions: output, expected: expected[index] as number }));
}

interface TreeWalk {
  readonly tree: Tree;
  readonly row: Float32Array;
  /** One per depth, made when first needed. */
  readonly paths: FeaturePath[];
  readonly contributions: Float64Array;
}

/** A node to visit, and how its parent led there. */
interface Arrival {
  readonly node: number;
  readonly depth: number;
  /** Length of the parent's path. */
  readonly length: number;
  readonly feature: number;
  readonly zero: number;
  readonly one: number;
}

function explainTree(walk: TreeWalk): void {
  visit(walk, { node: 0, depth: 0, length: 0, feature: -1, zero: 1, one: 1 });
}

function visit(walk: TreeWalk, { node, depth, length, feature, zero, one }: Arrival): void {
  // no row of training came here, and this row does not either
  if (zero === 0 && one === 0) return;
  const path = pathOf(walk.paths, depth);
  if (depth > 0) copyPath(pathOf(walk.paths, depth - 1), path, length);
  extendPath(path, length, feature, zero, one);
  const { tree } = walk;
  if (tree.left[node] === -1) addLeaf(walk, path, length, tree.value[node] as number);
  else visitChildren(walk, path, node, { depth: depth + 1, last: length });
}

function visitChildren(
  walk: TreeWalk,
  path: FeaturePath,
  node: number,
  { depth, last }: { readonly depth: number; readonly last: number },
): void {
  const { tree, row } = walk;
  const feature = tree.feature[node] as number;
  const known = placeOf(path, last, feature);
  const zero = known === -1 ? 1 : (path.zero[known] as number);
  const one = known === -1 ? 1 : (path.one[known] as number);
  if (known !== -1) unwindPath(path, last, known);
  const length = known === -1 ? last + 1 : last;
  const toLeft = goesLeft(tree, node, row[feature] as number);
  const share = leftShare(tree, node);
  const left = tree.left[node] as number;
  const right = tree.right[node] as number;
  visit(walk, { node: left, depth, length, feature, zero: zero * share, one: toLeft ? one : 0 });
  visit(walk, { node: right, depth, length, feature, zero: zero * (1 - share), one: toLeft ? 0 : one });
}

function addLeaf({ contributions }: TreeWalk, path: FeaturePath, last: number, value: number): void {
  for (let i = 1; i <= last; i += 1) {
    const feature = path.features[i] as number;
    const difference = (path.one[i] as number) - (path.zero[i] as number);
    contributions[feature] = (contributions[feature] as number) + unwoundSum(path, last, i) * difference * value;
  }
}

function placeOf({ features }: FeaturePath, last: number, feature: number): number {
  for (let i = 1; i <= last; i += 1) if (features[i] === feature) return i;
  return -1;
}

/** The share of the rows of training that went left; of the children's sum, so that nothing is lost to rounding. */
function leftShare({ left, right, cover }: Tree, node: number): number {
  const ofLeft = cover[left[node] as number] as number;
  const sum = ofLeft + (cover[right[node] as number] as number);
  return sum > 0 ? ofLeft / sum : 0.5;
}

function pathOf(paths: FeaturePath[], depth: number): FeaturePath {
  paths[depth] ??= emptyPath(depth + 1);
  return paths[depth] as FeaturePath;
}

function expectedValue(tree: Tree, node = 0): number {
  if (tree.left[node] === -1) return tree.value[node] as number;
  const share = leftShare(tree, node);
  return (
    share * expectedValue(tree, tree.left[node] as number) +
    (1 - share) * expectedValue(tree, tree.right[node] as number)
  );
}
