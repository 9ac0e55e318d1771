import { describe, expect, test } from 'vitest';
import { uniformAt } from '../../../lib/statistics/random-numbers.ts';
import { webAssembly } from '../../../lib/training/kernels/web-assembly.ts';
import { boostTrees } from '../../../lib/training/trees/boosted-trees.ts';
import { boostingLayout, makeRoom, TrainingTooLarge } from '../../../lib/training/trees/boosting-memory.ts';
import { featureGroups } from '../../../lib/training/trees/feature-groups.ts';
import type { Tree } from '../../../lib/training/trees/tree-ensemble.ts';
import { marginsOf, pathOf, plainSettings } from './boosting-oracle.ts';
import { madeUpRows } from './made-up-rows.ts';

const nothing = new Float32Array([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);

describe('rows that cannot be told apart leave one leaf', () => {
  test.each([
    ['a constant column', [new Float32Array(4).fill(3)], [0, 1, 0, 1]],
    ['a column that is missing', [nothing], [0, 1, 1, 1]],
    ['no column', [], [0, 1, 1, 1]],
    ['one row', [Float32Array.of(1)], [1]],
    ['one class', [Float32Array.of(1, 2, 3, 4)], [1, 1, 1, 1]],
  ])('%s', async (_, columns, labels) => {
    const train = { columns, labels: Int32Array.from(labels), outputs: 1 };

    const { ensemble } = await boostTrees({ train, settings: { ...plainSettings, trees: 50 } });

    expect(ensemble.trees).toHaveLength(50);
    const [margin = Number.NaN] = marginsOf(ensemble, columns, 0);
    const share = labels.reduce((sum, label) => sum + label, 0) / labels.length;
    if (share < 1) expect(1 / (1 + Math.exp(-margin))).toBeCloseTo(share, 2);
    else expect(margin).toBeGreaterThan(1);
    expect(Number.isFinite(margin)).toBe(true);
  });
});

test('no rows leave a leaf of 0', async () => {
  const train = { columns: [new Float32Array()], labels: new Int32Array(), outputs: 1 };

  const { ensemble } = await boostTrees({ train, settings: { ...plainSettings, trees: 1 } });

  expect(ensemble.trees.map((tree) => Array.from(tree.value))).toEqual([[0]]);
});

test('huge and infinite values are parted like others', async () => {
  const values = [Number.NEGATIVE_INFINITY, -3.4e38, -1, 1, 3.4e38, Number.POSITIVE_INFINITY];
  const column = Float32Array.from({ length: 120 }, (_, i) => values[i % 6] ?? 0);
  const labels = Int32Array.from({ length: 120 }, (_, i) => Number(i % 6 >= 4));

  const { ensemble } = await boostTrees({ train: { columns: [column], labels, outputs: 1 }, settings: plainSettings });

  const margins = values.map((_, row) => marginsOf(ensemble, [column], row)[0] ?? 0);
  expect(margins.map((margin) => margin > 0)).toEqual([false, false, false, false, true, true]);
  expect(Number.isFinite(ensemble.trees[0]?.threshold[0])).toBe(true);
});

test('missing values are parted from all others where that tells the most', async () => {
  const column = Float32Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? Number.NaN : i % 7));
  const labels = Int32Array.from({ length: 200 }, (_, i) => Number(i % 2 === 0));

  const { ensemble } = await boostTrees({ train: { columns: [column], labels, outputs: 1 }, settings: plainSettings });

  expect(marginsOf(ensemble, [column], 0)[0]).toBeGreaterThan(0.5);
  expect([1, 3, 5, 7, 9, 11, 13].map((row) => (marginsOf(ensemble, [column], row)[0] ?? 0) < -0.5)).not.toContain(
    false,
  );
});

test('a tree too wide to keep all histograms has the sums of the rows that come by', async () => {
  const rows = 1_000;
  const draw = (column: number, row: number) => uniformAt(1, column, 0, row);
  const columns = Array.from({ length: 800 }, (_, column) =>
    Float32Array.from({ length: rows }, (_row, row) => draw(column, row)),
  );
  const labels = Int32Array.from({ length: rows }, (_, row) => Number(draw(800, row) > 0.5));
  const settings = { ...plainSettings, trees: 1, depth: 16, minimumChildWeight: 0, l2Regularization: 0 };

  const { ensemble } = await boostTrees({ train: { columns, labels, outputs: 1 }, settings });

  const tree = ensemble.trees[0] as Tree;
  const paths = Array.from(labels, (_, row) => pathOf(tree, columns, row));
  const counts = new Array<number>(tree.feature.length).fill(0);
  for (const node of paths.flat()) counts[node] = (counts[node] ?? 0) + 1;
  expect(Array.from(tree.cover, (cover) => Math.round(cover * 4))).toEqual(counts);
  // 48 MiB hold 30 histograms of 800 columns
  const widest = Math.max(...Array.from({ length: 15 }, (_, level) => new Set(paths.map((path) => path[level])).size));
  expect(widest).toBeGreaterThan(30);
});

test('more than 4 GiB is refused with the number of rows and columns', () => {
  const train = { ...madeUpRows(10), labels: { length: 2 ** 27 } as Int32Array };
  const groups = featureGroups(Array.from({ length: 40 }, () => new Float32Array(254)));
  const layout = boostingLayout({
    ...{ jobBytes: 512, nodeBytes: 96, groups, threads: 1, settings: plainSettings },
    ...{
      train: { ...train, columns: new Array(40).fill(train.columns[0]) },
      validation: undefined,
      startFrom: undefined,
    },
  });

  const room = () => makeRoom(new webAssembly.Memory({ initial: 1 }), layout);

  expect(room).toThrow(TrainingTooLarge);
  expect(room).toThrow(/got 134217728 rows of 40 columns, which need \d GiB/);
});
