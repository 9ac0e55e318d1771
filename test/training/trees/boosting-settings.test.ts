import { describe, expect, test } from 'vitest';
import { logLoss } from '../../../lib/statistics/metrics/probability-loss.ts';
import { sigmoid, softmax } from '../../../lib/training/scoring/link.ts';
import { boostTrees } from '../../../lib/training/trees/boosted-trees.ts';
import type { BoostingRows } from '../../../lib/training/trees/boosting-task.ts';
import type { TreeEnsemble } from '../../../lib/training/trees/tree-ensemble.ts';
import { marginsOf, plainSettings } from './boosting-oracle.ts';
import { madeUpRows } from './made-up-rows.ts';

function meanLogLoss(ensemble: TreeEnsemble, rows: BoostingRows): number {
  const ofTruth = Array.from(rows.labels, (label, row) => {
    const margins = Float64Array.from(marginsOf(ensemble, rows.columns, row));
    if (rows.outputs === 1) return sigmoid((label === 1 ? 1 : -1) * (margins[0] ?? 0));
    softmax(margins);
    return margins[label] ?? 0;
  });
  return logLoss(ofTruth) ?? Number.NaN;
}

describe('validation', () => {
  test.each([1, 3])('tells the log-loss after every round, with %i outputs', async (outputs) => {
    const train = madeUpRows(2_000, { outputs });
    const validation = madeUpRows(501, { outputs, seed: 2 });

    const { ensemble, validationLosses } = await boostTrees({ train, validation, settings: plainSettings });

    const first = { ...ensemble, trees: ensemble.trees.slice(0, outputs) };
    expect(validationLosses).toHaveLength(2);
    expect(validationLosses[0]).toBeCloseTo(meanLogLoss(first, validation), 6);
    expect(validationLosses[1]).toBeCloseTo(meanLogLoss(ensemble, validation), 6);
  });

  test('weighs the rows by their classes', async () => {
    const train = madeUpRows(500);
    const validation = { ...madeUpRows(100, { seed: 2 }), classWeights: [0, 2] };

    const { ensemble, validationLosses } = await boostTrees({ train, validation, settings: plainSettings });

    const positives = Array.from(validation.labels.keys()).filter((row) => validation.labels[row] === 1);
    const columns = validation.columns.map((column) => Float32Array.from(positives, (row) => column[row] ?? 0));
    const labels = new Int32Array(positives.length).fill(1);
    expect(validationLosses[1]).toBeCloseTo(meanLogLoss(ensemble, { columns, labels, outputs: 1 }), 6);
  });

  test('ends training when the loss no longer falls, and drops the trees after the best round', async () => {
    const settings = { ...plainSettings, trees: 200, learningRate: 0.8, earlyStoppingRounds: 3 };
    const seen: (number | undefined)[] = [];

    const boosted = await boostTrees({
      train: madeUpRows(800),
      validation: madeUpRows(400, { seed: 2 }),
      settings,
      onProgress: (_, loss) => seen.push(loss),
    });

    const lowest = boosted.validationLosses.indexOf(Math.min(...boosted.validationLosses)) + 1;
    expect(boosted.bestRound).toBe(lowest);
    expect(boosted.ensemble.trees).toHaveLength(lowest);
    expect(boosted.rounds).toBe(lowest + 3);
    expect(seen).toEqual(boosted.validationLosses);
  });

  test('keeps all trees without early stopping', async () => {
    const settings = { ...plainSettings, trees: 40, learningRate: 0.9 };

    const boosted = await boostTrees({ train: madeUpRows(300), validation: madeUpRows(300, { seed: 2 }), settings });

    expect([boosted.bestRound, boosted.rounds, boosted.ensemble.trees.length]).toEqual([40, 40, 40]);
  });
});

describe('a warm start', () => {
  test.each([1, 3])('goes on as if training had not been interrupted, with %i outputs', async (outputs) => {
    const train = madeUpRows(3_000, { outputs });
    const settings = { ...plainSettings, subsample: 0.7, columnSample: 0.8 };

    const whole = await boostTrees({ train, settings: { ...settings, trees: 5 } });
    const begun = await boostTrees({ train, settings: { ...settings, trees: 2 } });
    const resumed = await boostTrees({ train, settings: { ...settings, trees: 3 }, startFrom: begun.ensemble });

    expect(resumed.ensemble).toEqual(whole.ensemble);
    expect(resumed.bestRound).toBe(3);
  });

  test('begins with the base margins', async () => {
    const train = madeUpRows(400);
    const startFrom = {
      ...(await boostTrees({ train, settings: { ...plainSettings, trees: 0 } })).ensemble,
      baseMargins: Float32Array.of(-1.5),
    };
    const settings = { ...plainSettings, trees: 60 };

    const { ensemble } = await boostTrees({ train, settings, startFrom });

    expect(Array.from(ensemble.baseMargins)).toEqual([-1.5]);
    expect(meanLogLoss(ensemble, train)).toBeLessThan(0.5);
    const root = ensemble.trees[0]?.cover[0] ?? 0;
    expect(root).toBeCloseTo(400 * sigmoid(-1.5) * sigmoid(1.5), 1);
  });

  test('adds nothing where no round is better than the beginning', async () => {
    const train = madeUpRows(500);
    const validation = { ...train, labels: train.labels.map((label) => 1 - label) };
    const begun = await boostTrees({ train, settings: plainSettings });

    const settings = { ...plainSettings, trees: 20, earlyStoppingRounds: 2 };
    const resumed = await boostTrees({ train, validation, settings, startFrom: begun.ensemble });

    expect(resumed.bestRound).toBe(0);
    expect(resumed.rounds).toBe(2);
    expect(resumed.ensemble).toEqual(begun.ensemble);
  });
});

describe('sampling', () => {
  test('lets the share of the rows take part in a tree, other rows in another', async () => {
    const settings = { ...plainSettings, subsample: 0.25, learningRate: 1e-6 };

    const { ensemble } = await boostTrees({ train: madeUpRows(10_000), settings });

    const covers = ensemble.trees.map((tree) => (tree.cover[0] ?? 0) / (10_000 / 4));
    expect(covers[0]).toBeGreaterThan(0.23);
    expect(covers[0]).toBeLessThan(0.27);
    expect(covers[1]).not.toBe(covers[0]);
  });

  test('lets a tree split by the share of the columns, rounded down', async () => {
    const settings = { ...plainSettings, trees: 12, depth: 6, columnSample: 0.7 };

    const { ensemble } = await boostTrees({ train: madeUpRows(3_000), settings });

    const used = ensemble.trees.map((tree) => new Set(tree.feature.filter((column) => column >= 0)));
    expect(used.map((columns) => columns.size)).toEqual(used.map(() => 2));
    expect(new Set(used.flatMap((columns) => Array.from(columns))).size).toBe(4);
  });

  test('repeats with the seed and differs with another', async () => {
    const train = madeUpRows(1_000);
    const settings = { ...plainSettings, subsample: 0.5 };

    const [one, same, other] = await Promise.all([
      boostTrees({ train, settings }),
      boostTrees({ train, settings }),
      boostTrees({ train, settings: { ...settings, seed: 8 } }),
    ]);

    expect(same).toEqual(one);
    expect(other.ensemble).not.toEqual(one.ensemble);
  });
});

test.each([1, -1] as const)('a monotone column moves the margin one way only (%i)', async (direction) => {
  const train = madeUpRows(4_000);
  const settings = { ...plainSettings, trees: 30, depth: 4, monotone: [0, direction, 0, 0] as const };
  const row = (second: number) => [0.4, second, 2, 0.5].map((value) => Float32Array.of(value));

  const { ensemble } = await boostTrees({ train, settings });
  const free = await boostTrees({ train, settings: { ...settings, monotone: [0, 0, 0, 0] } });

  const curve = (of: TreeEnsemble) => Array.from({ length: 101 }, (_, i) => marginsOf(of, row(i / 100), 0)[0] ?? 0);
  const steps = (of: TreeEnsemble) => curve(of).map((margin, i, all) => direction * (margin - (all[i - 1] ?? margin)));
  expect(Math.min(...steps(ensemble))).toBeGreaterThanOrEqual(-1e-5);
  expect(Math.max(...steps(ensemble))).toBeGreaterThan(0.1);
  expect(Math.min(...steps(free.ensemble))).toBeLessThan(-0.1);
});

test.each([1, -1] as const)(
  'a monotone column leaves no node lighter than allowed, however deep (%i)',
  async (direction) => {
    for (const seed of Array.from({ length: 60 }, (_, trial) => trial)) {
      const train = madeUpRows(60, { seed });
      const settings = { ...plainSettings, l2Regularization: 0, learningRate: 1, depth: 14, seed };
      const monotone = [direction, 0, direction === 1 ? -1 : 1, 0] as const;
      for (const minimumChildWeight of [0, 2]) {
        const { ensemble } = await boostTrees({ train, settings: { ...settings, monotone, minimumChildWeight } });

        for (const { left, cover } of ensemble.trees) {
          expect(left.length).toBeLessThan(2 * 60);
          expect(Math.min(...cover)).toBeGreaterThan(Math.max(0, minimumChildWeight - 1e-3));
        }
      }
    }
  },
);
