import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measure } from '../../../lib/statistics/metrics/measurements.ts';
import { type ForestTask, ForestTaskRefused } from '../../../lib/training/trees/forest-task.ts';
import { growForest } from '../../../lib/training/trees/random-forest.ts';
import type { Tree } from '../../../lib/training/trees/tree-ensemble.ts';
import { bankMarketingRows } from '../bank-marketing.ts';
import { bestGain, drawnTimes, predictRow, weightedImpurity } from './forest-oracle.ts';
import reference from './random-forest-reference.json' with { type: 'json' };

const SETTINGS = { trees: 10, depth: 8, minimumLeafRows: 2, seed: 5 };

/** Rows of which the first column tells the class, wherever it is not missing. */
function sampleTask(rows: number, classes: number): ForestTask {
  const noise = (row: number, salt: number) => Math.abs(Math.sin(row * 12.9898 + salt) * 43758.5453) % 1;
  const labels = Int32Array.from({ length: rows }, (_, row) => row % classes);
  const telling = Float32Array.from(labels, (label, row) => (row % 5 === 0 ? Number.NaN : label + 0.8 * noise(row, 1)));
  const noisy = [2, 3, 4].map((salt) => Float32Array.from({ length: rows }, (_, row) => noise(row, salt)));
  return { columns: [telling, ...noisy], labels, classes, settings: SETTINGS };
}

const outputsOf = ({ classes }: ForestTask) => (classes === 2 ? 1 : classes);
const innerNodes = ({ feature }: Tree) => [...feature.keys()].filter((node) => (feature[node] ?? -1) >= 0);

describe.each(reference.cases)('a forest on the sample data for $target', ({ target, classes, auc, logLoss }) => {
  test('predicts unseen rows as well as that of scikit-learn', { timeout: 30_000 }, () => {
    const rows = bankMarketingRows(target).filter((_, index) => index % 3 === 0);
    const names = Object.keys(rows[0]?.features ?? {}).filter((name) => name !== target && name !== 'duration');
    const columns = names.map((name) => codes(rows.map(({ features }) => String(features[name]))));
    const isHoldout = (_: unknown, index: number) => index % 3 === 0;
    const isTraining = (_: unknown, index: number) => !isHoldout(_, index);
    const training = rows.filter(isTraining);
    const holdout = rows.filter(isHoldout);

    const forest = growForest({
      columns: columns.map((column) => column.filter(isTraining)),
      labels: Int32Array.from(training, ({ label }) => classes.indexOf(label)),
      classes: classes.length,
      settings: { trees: reference.trees, depth: 16, minimumLeafRows: 5, seed: 1 },
    });
    const held = columns.map((column) => column.filter(isHoldout));
    const scores = holdout.map((_, row) => {
      const shares = predictRow(
        forest,
        held.map((column) => column[row] ?? Number.NaN),
      );
      return classes.length === 2 ? (shares[0] ?? Number.NaN) : shares;
    });

    expect(rows).toHaveLength(reference.rows);
    const labels = holdout.map(({ label }) => label);
    const positiveClass = classes.length === 2 ? (classes[1] ?? null) : null;
    const measured = measure({ labels, scores, positiveClass, classes: positiveClass === null ? classes : [] });
    expect(measured.auc).toBeGreaterThan(auc - 0.004);
    expect(measured['log-loss']).toBeLessThan(logLoss + 0.002);
  });
});

/** Numbers, or the place of each level in order, as the reference script has them. */
function codes(texts: readonly string[]): Float32Array {
  if (texts.every((text) => Number.isFinite(Number(text)))) return Float32Array.from(texts, Number);
  const levels = [...new Set(texts)].filter((level) => level !== 'unknown').sort();
  return Float32Array.from(texts, (text) => (text === 'unknown' ? Number.NaN : levels.indexOf(text)));
}

/** Of a node that stands in one tree per output. */
function impurityOf(group: readonly Tree[], node: number, trees: number): number {
  const shares = group.map(({ value: shareOf }) => (shareOf[node] ?? Number.NaN) * trees);
  const all = shares.length === 1 ? [1 - (shares[0] ?? Number.NaN), ...shares] : shares;
  const cover = group[0]?.cover[node] ?? Number.NaN;
  return weightedImpurity(all.map((share) => share * cover));
}

const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Number.NaN));
const smallTask = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 3 }))
  .chain(([classes, features]) =>
    fc.record({
      classes: fc.constant(classes),
      weights: fc.array(fc.double({ min: 0.25, max: 4, noNaN: true }), { minLength: classes, maxLength: classes }),
      rows: fc.array(
        fc.record({
          label: fc.integer({ min: 0, max: classes - 1 }),
          values: fc.array(value, { minLength: features, maxLength: features }),
        }),
        { minLength: 1, maxLength: 40 },
      ),
      minimumLeafRows: fc.integer({ min: 1, max: 4 }),
      seed: fc.nat(),
    }),
  )
  .map(({ rows, classes, weights, minimumLeafRows, seed }) => ({
    labels: Int32Array.from(rows, ({ label }) => label),
    columns: (rows[0]?.values ?? []).map((_, column) => Float32Array.from(rows, ({ values }) => values[column] ?? 0)),
    classes,
    classWeights: weights,
    settings: { trees: 2, depth: 3, minimumLeafRows, seed, featureShare: 1 },
  }));

describe('a split', () => {
  test('at the root is the best there is among the rows that were drawn', () => {
    fc.assert(
      fc.property(smallTask, (task) => {
        const { trees } = growForest(task);
        const outputs = outputsOf(task);
        for (const tree of [0, 1]) {
          const times = drawnTimes(task.labels.length, task.settings.seed, tree);
          const { minimumLeafRows } = task.settings;
          const gain = bestGain({ ...task, weights: task.classWeights, times, minimumLeafRows });
          const found = trees[tree * outputs]?.gain[0] ?? Number.NaN;
          expect(Math.abs(found - gain)).toBeLessThan(1e-5 * Math.max(1, gain));
        }
      }),
    );
  });

  test('lowers the impurity by its gain, and parts the cover', () => {
    fc.assert(
      fc.property(smallTask, (task) => {
        const { trees } = growForest(task);
        const outputs = outputsOf(task);
        const [tree] = trees as [Tree];
        const coverOf = (node: number) => tree.cover[node] ?? Number.NaN;
        const impurity = (node: number) => impurityOf(trees.slice(0, outputs), node, task.settings.trees);
        for (const node of innerNodes(tree)) {
          const [left = -1, right = -1] = [tree.left[node], tree.right[node]];
          expect(coverOf(left) + coverOf(right)).toBeCloseTo(coverOf(node), 3);
          expect(impurity(node) - impurity(left) - impurity(right)).toBeCloseTo(tree.gain[node] ?? Number.NaN, 3);
        }
      }),
    );
  });

  test('that only a missing value decides sends all other rows left', () => {
    const labels = Int32Array.from({ length: 40 }, (_, row) => row % 2);
    const columns = [Float32Array.from(labels, (label, row) => (label === 1 ? Number.NaN : row))];
    const forest = growForest({ columns, labels, classes: 2, settings: SETTINGS });
    expect(predictRow(forest, [1e30])[0]).toBeCloseTo(0);
    expect(predictRow(forest, [Number.NaN])[0]).toBeCloseTo(1);
    expect(forest.trees[0]?.threshold[0]).toBe(Math.fround(3.4028235e38));
  });

  test('sends what was never missing with the greater part of the rows', () => {
    const labels = Int32Array.from({ length: 40 }, (_, row) => Number(row < 8));
    const columns = [Float32Array.from({ length: 40 }, (_, row) => row)];
    const { trees } = growForest({ columns, labels, classes: 2, settings: { ...SETTINGS, depth: 1 } });
    for (const { missingLeft, feature } of trees) expect([feature[0], missingLeft[0]]).toEqual([0, 0]);
  });
});

describe('a forest', () => {
  test.each([2, 3])('of %i classes has the same bits for any number of threads', (classes) => {
    const task = { ...sampleTask(2000, classes), settings: { ...SETTINGS, trees: 50 } };
    const alone = growForest(task);
    for (const threads of [2, 3]) expect(growForest({ ...task, threads })).toEqual(alone);
  });

  test('has other trees for another seed, and the same ones for the same', () => {
    const task = sampleTask(200, 2);
    expect(growForest(task)).toEqual(growForest(task));
    expect(growForest({ ...task, settings: { ...SETTINGS, seed: 6 } })).not.toEqual(growForest(task));
  });

  test('tells classes apart by what tells them apart', () => {
    const task = sampleTask(400, 3);
    const forest = growForest(task);
    [0.4, 1.4, 2.4].forEach((telling, label) => {
      const shares = predictRow(forest, [telling, 0, 0, 0]);
      expect(shares.indexOf(Math.max(...shares))).toBe(label);
    });
  });

  test('of several classes has a tree per class, of one structure, whose shares add up to one', () => {
    const { trees, outputOf, baseMargins, link } = growForest(sampleTask(300, 4));
    expect([trees.length, baseMargins.length, link]).toEqual([40, 4, 'identity']);
    expect([...outputOf.subarray(0, 8)]).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    const group = trees.slice(4, 8);
    expect(new Set(group.map(({ threshold }) => threshold.join()))).toHaveProperty('size', 1);
    for (const node of group[0]?.feature.keys() ?? []) {
      const sum = group.reduce((total, { value: shares }) => total + (shares[node] ?? 0), 0);
      expect(sum * SETTINGS.trees).toBeCloseTo(1, 5);
    }
  });

  test('keeps to its depth and to the rows of a leaf', () => {
    const settings = { ...SETTINGS, depth: 2, minimumLeafRows: 30 };
    for (const tree of growForest({ ...sampleTask(300, 2), settings }).trees) {
      expect(tree.feature.length).toBeLessThanOrEqual(7);
      for (const cover of tree.cover) expect(cover).toBeGreaterThanOrEqual(30);
    }
  });

  test('gives a rare class the share that its weight asks for', () => {
    const labels = Int32Array.from({ length: 400 }, (_, row) => Number(row % 10 === 0));
    const columns = [new Float32Array(400)];
    const shareWith = (classWeights?: number[]) =>
      predictRow(growForest({ columns, labels, classes: 2, classWeights, settings: SETTINGS }), [0])[0];
    expect(shareWith()).toBeCloseTo(0.1, 1);
    expect(shareWith([1, 9])).toBeCloseTo(0.5, 1);
  });

  test('tries as many features as it is told', () => {
    const task = sampleTask(300, 2);
    const rootsOf = (featureShare: number) =>
      growForest({ ...task, settings: { ...SETTINGS, featureShare } }).trees.map(({ feature }) => feature[0]);
    expect(new Set(rootsOf(1))).toEqual(new Set([0]));
    expect(new Set(rootsOf(0.25)).size).toBeGreaterThan(1);
  });

  test.each([
    [{ labels: new Int32Array(0), columns: [new Float32Array(0)] }, "'labels' should have at least 1 row, got 0"],
    [{ columns: [] }, "'columns' should have at least 1 feature, got 0"],
    [{ classes: 1 }, "'classes' should be from 2 to 8191, for example 2, got 1"],
    [{ columns: [new Float32Array(9)] }, "'columns' should have 100 rows each, as the labels have, got 9"],
  ])('is not grown from nonsense (%#)', (part, message) => {
    const grow = () => growForest({ ...sampleTask(100, 2), ...part });
    expect(grow).toThrow(ForestTaskRefused);
    expect(grow).toThrow(message);
  });
});
