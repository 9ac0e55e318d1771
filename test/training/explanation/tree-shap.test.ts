import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { treeShap } from '../../../lib/training/explanation/tree-shap.ts';
import { readXgboost } from '../../../lib/training/formats/read-xgboost.ts';
import { goesLeft, walkTrees } from '../../../lib/training/scoring/walk-trees.ts';
import type { Tree, TreeEnsemble } from '../../../lib/training/trees/tree-ensemble.ts';
import { expectations, referenceModels, referenceRows, savedModel } from '../formats/xgboost-reference.ts';
import { randomEnsemble, randomRows } from '../trees/random-ensemble.ts';

/** What a tree says of a row of which only some columns are known: branches by unknown columns count by their cover. */
function valueKnowing(tree: Tree, row: Float32Array, known: ReadonlySet<number>, node = 0): number {
  const [left = -1, right = -1] = [tree.left[node], tree.right[node]];
  if (left === -1) return tree.value[node] ?? 0;
  const column = tree.feature[node] ?? 0;
  if (known.has(column)) return valueKnowing(tree, row, known, goesLeft(tree, node, row[column] ?? 0) ? left : right);
  const [ofLeft = 0, ofRight = 0] = [tree.cover[left], tree.cover[right]];
  const sum = ofLeft * valueKnowing(tree, row, known, left) + ofRight * valueKnowing(tree, row, known, right);
  return sum / (ofLeft + ofRight);
}

/** Shapley values by their definition: the mean over all orders in which columns become known. */
function shapleyByOrders({ trees, columns }: TreeEnsemble, row: Float32Array): number[] {
  const contributions = new Array<number>(columns).fill(0);
  const orders = ordersOf(Array.from({ length: columns }, (_, column) => column));
  const marginKnowing = (known: ReadonlySet<number>) =>
    trees.reduce((sum, tree) => sum + valueKnowing(tree, row, known), 0);
  for (const order of orders) {
    const known = new Set<number>();
    let before = marginKnowing(known);
    for (const column of order) {
      const after = marginKnowing(known.add(column));
      contributions[column] = (contributions[column] ?? 0) + (after - before) / orders.length;
      before = after;
    }
  }
  return contributions;
}

function ordersOf(columns: readonly number[]): number[][] {
  if (columns.length === 0) return [[]];
  return columns.flatMap((first) =>
    ordersOf(columns.filter((other) => other !== first)).map((rest) => [first, ...rest]),
  );
}

describe('what the columns of a row contribute', () => {
  test.each(referenceModels)('is what XGBoost says of its %s model', (name) => {
    const { ensemble } = readXgboost(savedModel(name, 'json'));
    const expected = expectations[name].contributions;

    const explained = referenceRows
      .slice(0, expected.length)
      .map((row) => treeShap(ensemble, row).map((output) => [...output.contributions, output.expected]));

    const errors = explained.flat(2).map((value, i) => Math.abs(value - (expected.flat(2)[i] ?? 9)));
    // XGBoost computes in float32
    expect(Math.max(...errors)).toBeLessThan(2e-6);
  });

  test('is the mean over all orders in which columns become known', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 6 }), (seed, depth) => {
        const ensemble = randomEnsemble({ seed, trees: 2, depth, columns: 4 });
        const row = randomRows(seed, 1, 4);

        const [explained] = treeShap(ensemble, row);

        for (const [column, value] of shapleyByOrders(ensemble, row).entries()) {
          expect(explained?.contributions[column]).toBeCloseTo(value, 9);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('adds up to the margins, with what is expected', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 3 }), (seed, outputs) => {
        const ensemble = randomEnsemble({ seed, trees: 6, depth: 5, columns: 5, outputs });
        const row = randomRows(seed, 1, 5);

        const explained = treeShap(ensemble, row);

        const sums = explained.map(({ contributions, expected }) => contributions.reduce((a, b) => a + b, expected));
        for (const [output, margin] of walkTrees(ensemble, row).entries()) expect(sums[output]).toBeCloseTo(margin, 5);
      }),
      { numRuns: 50 },
    );
  });

  test('is a number also where no row of training went', () => {
    const ensemble = randomEnsemble({ seed: 3, trees: 3, depth: 5, columns: 3 });
    for (const { cover } of ensemble.trees) for (let node = 3; node < cover.length; node += 2) cover[node] = 0;

    const [explained] = treeShap(ensemble, Float32Array.of(0.1, Number.NaN, -0.4));

    const sum = explained?.contributions.reduce((a, b) => a + b, explained.expected);
    expect(sum).toBeCloseTo(walkTrees(ensemble, Float32Array.of(0.1, Number.NaN, -0.4))[0] ?? 0, 5);
  });
});
