import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boostTrees } from '../../../lib/training/trees/boosted-trees.ts';
import type { BoostingRows } from '../../../lib/training/trees/boosting-task.ts';
import type { TreeEnsemble } from '../../../lib/training/trees/tree-ensemble.ts';
import { expectGreedyTree, type Gradients, marginsOf, plainSettings } from './boosting-oracle.ts';

const value = fc.oneof(
  fc.integer({ min: -4, max: 4 }),
  fc.constant(Number.NaN),
  fc.float({ min: -3, max: 3, noNaN: true }),
);

function tableOf(classes: number) {
  return fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 40 })).chain(([columns, rows]) =>
    fc.record({
      columns: fc.array(fc.array(value, { minLength: rows, maxLength: rows }), {
        minLength: columns,
        maxLength: columns,
      }),
      labels: fc.array(fc.integer({ min: 0, max: classes - 1 }), { minLength: rows, maxLength: rows }),
    }),
  );
}

const settingsOf = fc.record({
  depth: fc.integer({ min: 1, max: 4 }),
  l1Regularization: fc.constantFrom(0, 0.3),
  l2Regularization: fc.constantFrom(0.5, 1, 3),
  minimumChildWeight: fc.constantFrom(0, 0.6, 1),
  minimumGain: fc.constantFrom(0, 0.4),
});

function rowsOf({ columns, labels }: { columns: number[][]; labels: number[] }, outputs = 1): BoostingRows {
  return { columns: columns.map((column) => Float32Array.from(column)), labels: Int32Array.from(labels), outputs };
}

function firstTrees(ensemble: TreeEnsemble, count: number): TreeEnsemble {
  return { ...ensemble, trees: ensemble.trees.slice(0, count) };
}

function sigmoidGradients(ensemble: TreeEnsemble, rows: BoostingRows): Gradients {
  const weights = Array.from(rows.labels, (label) => rows.classWeights?.[label] ?? 1);
  const probability = weights.map((_, row) => 1 / (1 + Math.exp(-(marginsOf(ensemble, rows.columns, row)[0] ?? 0))));
  return {
    gradient: probability.map((p, row) => (weights[row] ?? 0) * (p - (rows.labels[row] ?? 0))),
    hessian: probability.map((p, row) => (weights[row] ?? 0) * p * (1 - p)),
  };
}

function softmaxGradients(ensemble: TreeEnsemble, rows: BoostingRows, output: number): Gradients {
  const probability = Array.from(rows.labels, (_, row) => {
    const powers = marginsOf(ensemble, rows.columns, row).map(Math.exp);
    return (powers[output] ?? 0) / powers.reduce((sum, power) => sum + power, 0);
  });
  return {
    gradient: probability.map((p, row) => p - (rows.labels[row] === output ? 1 : 0)),
    hessian: probability.map((p) => 2 * p * (1 - p)),
  };
}

describe('every tree is the greedy one by the formulas of XGBoost', () => {
  test('of two classes, with missing values and weights', async () => {
    await fc.assert(
      fc.asyncProperty(tableOf(2), settingsOf, fc.constantFrom([1, 1], [1, 3]), async (table, some, classWeights) => {
        const train = { ...rowsOf(table), classWeights };
        const settings = { ...plainSettings, ...some };

        const { ensemble } = await boostTrees({ train, settings });

        ensemble.trees.forEach((tree, index) => {
          expectGreedyTree(tree, train.columns, sigmoidGradients(firstTrees(ensemble, index), train), settings);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('of three classes, a tree for each from the margins of the round before', async () => {
    await fc.assert(
      fc.asyncProperty(tableOf(3), settingsOf, async (table, some) => {
        const train = rowsOf(table, 3);
        const settings = { ...plainSettings, ...some };

        const { ensemble } = await boostTrees({ train, settings });

        expect(Array.from(ensemble.outputOf)).toEqual([0, 1, 2, 0, 1, 2]);
        ensemble.trees.forEach((tree, index) => {
          const before = firstTrees(ensemble, Math.floor(index / 3) * 3);
          expectGreedyTree(tree, train.columns, softmaxGradients(before, train, index % 3), settings);
        });
      }),
      { numRuns: 30 },
    );
  });
});
