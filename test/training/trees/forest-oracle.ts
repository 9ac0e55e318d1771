import type { Tree, TreeEnsemble } from '../../../lib/training/trees/tree-ensemble.ts';

/** Sums of the leaves that a row comes to, one per output. */
export function predictRow({ trees, outputOf, baseMargins }: TreeEnsemble, row: readonly number[]): number[] {
  const margins = Array.from(baseMargins);
  for (const [index, tree] of trees.entries()) {
    const output = outputOf[index] ?? -1;
    margins[output] = (margins[output] ?? Number.NaN) + (tree.value[leafOf(tree, row)] ?? Number.NaN);
  }
  return margins;
}

function leafOf(tree: Tree, row: readonly number[]): number {
  let node = 0;
  for (let column = tree.feature[node] ?? -1; column >= 0; column = tree.feature[node] ?? -1) {
    node = childOf(tree, node, row[column] ?? Number.NaN);
  }
  return node;
}

function childOf({ threshold, left, right, missingLeft }: Tree, node: number, value: number): number {
  const isLeft = goesLeft(value, threshold[node] ?? Number.NaN, missingLeft[node] === 1);
  return (isLeft ? left[node] : right[node]) ?? -1;
}

/** How often the bootstrap of a tree draws each row: SplitMix64 in arbitrary precision. */
export function drawnTimes(rows: number, seed: number, tree: number): number[] {
  const word = (value: bigint) => BigInt.asUintN(64, value);
  const times = new Array<number>(rows).fill(0);
  let state = (BigInt(seed) << 32n) | BigInt(tree);
  for (let i = 0; i < rows; i += 1) {
    state = word(state + 0x9e3779b97f4a7c15n);
    const once = word((state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n);
    const twice = word((once ^ (once >> 27n)) * 0x94d049bb133111ebn);
    const row = Number((((twice ^ (twice >> 31n)) >> 32n) * BigInt(rows)) >> 32n);
    times[row] = (times[row] ?? 0) + 1;
  }
  return times;
}

/** Rows of one bootstrap sample. */
export interface Sample {
  readonly columns: readonly Float32Array[];
  readonly labels: Int32Array;
  /** Per class. */
  readonly weights: readonly number[];
  readonly times: readonly number[];
  readonly minimumLeafRows: number;
}

/** What the best of all possible splits lowers weighted gini impurity by; 0 where none does. */
export function bestGain(sample: Sample): number {
  let best = 0;
  for (const column of sample.columns) {
    const cuts = [...new Set(column)].filter((value) => !Number.isNaN(value));
    for (const missingLeft of [true, false]) {
      for (const cut of [...cuts, Number.POSITIVE_INFINITY]) {
        best = Math.max(
          best,
          gainOf(sample, (row) => goesLeft(column[row] ?? 0, cut, missingLeft)),
        );
      }
    }
  }
  return best;
}

function goesLeft(value: number, cut: number, missingLeft: boolean): boolean {
  return Number.isNaN(value) ? missingLeft : value < cut;
}

function gainOf({ labels, weights, times, minimumLeafRows }: Sample, isLeft: (row: number) => boolean): number {
  const drawn = [...labels.keys()].filter((row) => (times[row] ?? 0) > 0);
  const left = drawn.filter(isLeft);
  const right = drawn.filter((row) => !isLeft(row));
  if (Math.min(left.length, right.length) < minimumLeafRows) return 0;
  const classWeight = (rows: readonly number[], label: number) =>
    rows.reduce((sum, row) => sum + (labels[row] === label ? (weights[label] ?? 0) * (times[row] ?? 0) : 0), 0);
  const impurity = (rows: readonly number[]) => weightedImpurity(weights.map((_, label) => classWeight(rows, label)));
  return impurity(drawn) - impurity(left) - impurity(right);
}

/** Gini impurity times the sum of the weights. */
export function weightedImpurity(weights: readonly number[]): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum - weights.reduce((total, weight) => total + weight ** 2, 0) / sum;
}
