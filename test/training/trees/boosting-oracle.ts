import { expect } from 'vitest';
import type { BoostingSettings } from '../../../lib/training/trees/boosting-task.ts';
import { quantileCuts } from '../../../lib/training/trees/quantile-cuts.ts';
import type { Tree, TreeEnsemble } from '../../../lib/training/trees/tree-ensemble.ts';

/** Gradient and hessian of every row. */
export interface Gradients {
  readonly gradient: readonly number[];
  readonly hessian: readonly number[];
}

interface Sums {
  readonly gradient: number;
  readonly hessian: number;
}

// the sums of a training are of rounded integers
const TOLERANCE = 1e-3;

export const plainSettings: BoostingSettings = {
  ...{ trees: 2, depth: 3, learningRate: 0.5, seed: 7, earlyStoppingRounds: 0 },
  ...{ l1Regularization: 0, l2Regularization: 1, minimumChildWeight: 1, minimumGain: 0, subsample: 1, columnSample: 1 },
};

function goesLeft(tree: Tree, node: number, value: number): boolean {
  return Number.isNaN(value) ? tree.missingLeft[node] === 1 : value < (tree.threshold[node] as number);
}

/** Nodes that a row comes by, from the root to its leaf. */
export function pathOf(tree: Tree, columns: readonly Float32Array[], row: number): number[] {
  const path = [0];
  for (let node = 0; (tree.left[node] as number) >= 0; path.push(node)) {
    const value = columns[tree.feature[node] as number]?.[row] as number;
    node = (goesLeft(tree, node, value) ? tree.left[node] : tree.right[node]) as number;
  }
  return path;
}

/** What an ensemble says of a row, one margin per output. */
export function marginsOf(ensemble: TreeEnsemble, columns: readonly Float32Array[], row: number): number[] {
  const margins = Float32Array.from(ensemble.baseMargins);
  ensemble.trees.forEach((tree, index) => {
    const leaf = pathOf(tree, columns, row).at(-1) as number;
    const output = ensemble.outputOf[index] as number;
    margins[output] = (margins[output] as number) + (tree.value[leaf] as number);
  });
  return Array.from(margins);
}

/**
 * Expects of every node what XGBoost's formulas say of the rows that come to it, and that no split of another column or
 * cut would have gained more.
 */
export function expectGreedyTree(
  tree: Tree,
  columns: readonly Float32Array[],
  gradients: Gradients,
  settings: BoostingSettings,
): void {
  const cuts = quantileCuts(columns);
  const rows = gradients.gradient.map((_, row) => row);
  const visit = (node: number, own: readonly number[], depth: number): void => {
    const total = sumOf(gradients, own);
    expectNear(tree.cover[node], total.hessian);
    expectNear(tree.value[node], settings.learningRate * weight(total, settings));
    const best = depth < settings.depth ? bestGain(cuts, columns, gradients, own, settings) : 0;
    const left = tree.left[node] as number;
    if (left < 0) {
      expect(best).toBeLessThan(settings.minimumGain + 2 * TOLERANCE * (1 + total.hessian));
      return;
    }
    const column = columns[tree.feature[node] as number] as Float32Array;
    const leftRows = own.filter((row) => goesLeft(tree, node, column[row] as number));
    const rightRows = own.filter((row) => !leftRows.includes(row));
    expectNear(tree.gain[node], gainOf(sumOf(gradients, leftRows), total, settings));
    expect(tree.gain[node]).toBeGreaterThan(best - TOLERANCE * (1 + best));
    visit(left, leftRows, depth + 1);
    visit(tree.right[node] as number, rightRows, depth + 1);
  };
  visit(0, rows, 0);
}

function expectNear(got: number | undefined, expected: number): void {
  expect(Math.abs((got ?? Number.NaN) - expected)).toBeLessThan(TOLERANCE * (1 + Math.abs(expected)));
}

function sumOf({ gradient, hessian }: Gradients, rows: readonly number[]): Sums {
  return rows.reduce(
    (sums, row) => ({ gradient: sums.gradient + (gradient[row] ?? 0), hessian: sums.hessian + (hessian[row] ?? 0) }),
    { gradient: 0, hessian: 0 },
  );
}

function drawn(gradient: number, settings: BoostingSettings): number {
  return Math.sign(gradient) * Math.max(0, Math.abs(gradient) - settings.l1Regularization);
}

function weight({ gradient, hessian }: Sums, settings: BoostingSettings): number {
  return hessian > 1e-6 ? -drawn(gradient, settings) / (hessian + settings.l2Regularization) : 0;
}

function score({ gradient, hessian }: Sums, settings: BoostingSettings): number {
  return hessian > 1e-6 ? drawn(gradient, settings) ** 2 / (hessian + settings.l2Regularization) : 0;
}

function gainOf(left: Sums, total: Sums, settings: BoostingSettings): number {
  const right = { gradient: total.gradient - left.gradient, hessian: total.hessian - left.hessian };
  return score(left, settings) + score(right, settings) - score(total, settings);
}

function bestGain(
  cuts: readonly Float32Array[],
  columns: readonly Float32Array[],
  gradients: Gradients,
  rows: readonly number[],
  settings: BoostingSettings,
): number {
  const total = sumOf(gradients, rows);
  // a little more than allowed, for sums near the bound
  const least = settings.minimumChildWeight * (1 + TOLERANCE) + 1e-4;
  const allowed = (left: Sums) => left.hessian >= least && total.hessian - left.hessian >= least;
  const gains = columns.flatMap((column, index) =>
    [...(cuts[index] ?? []), Number.POSITIVE_INFINITY].flatMap((cut) =>
      [true, false].map((missingLeft) => {
        const left = rows.filter((row) => (Number.isNaN(column[row]) ? missingLeft : (column[row] ?? 0) < cut));
        const sums = sumOf(gradients, left);
        return allowed(sums) ? gainOf(sums, total, settings) : 0;
      }),
    ),
  );
  return Math.max(0, ...gains);
}
