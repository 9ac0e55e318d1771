import { describe, expect, test } from 'vitest';
import type { FittedModel } from '../../../lib/training/fitted-model.ts';
import { createScorer } from '../../../lib/training/scoring/scorer.ts';
import type { TableColumn } from '../../../lib/training/table/feature-table.ts';
import { fitBoostedTrees } from '../../../lib/training/trainers/fit-boosted-trees.ts';
import type { BoostedTrainer, FittingTask, LabelledTable } from '../../../lib/training/trainers/trainer.ts';
import { plainSettings } from '../trees/boosting-oracle.ts';

const trainer: BoostedTrainer = {
  ...plainSettings,
  risingFeatures: [],
  fallingFeatures: [],
  classWeight: 'none',
  warmStart: true,
};
const none: LabelledTable = { table: { rows: 0, columns: [] }, labels: new Int32Array() };
const ROWS = 200;
const numbers: TableColumn = {
  kind: 'numeric',
  feature: 'x',
  values: Float32Array.from({ length: ROWS }, (_, row) => row),
};
const levels: TableColumn = {
  kind: 'categorical',
  feature: 'x',
  levels: ['low', 'high'],
  codes: Int32Array.from({ length: ROWS }, (_, row) => Number(row >= ROWS / 2)),
};

function task(changes: Partial<FittingTask>, column = numbers): FittingTask {
  return {
    train: {
      table: { rows: ROWS, columns: [column] },
      labels: Int32Array.from({ length: ROWS }, (_, row) => Number(row >= 90)),
    },
    validation: none,
    outputs: 1,
    missing: new Map([['x', ['-1']]]),
    terms: { positiveClass: 'yes', classes: [] },
    champion: null,
    threads: 1,
    ...changes,
  };
}

async function champion(): Promise<FittedModel> {
  return { ...(await fitBoostedTrees(task({}), trainer)), positiveClass: 'yes', classes: [] };
}

const treesOf = ({ scorer }: Pick<FittedModel, 'scorer'>) =>
  scorer.kind === 'trees' ? scorer.ensemble.trees.length : 0;

describe('a warm start', () => {
  test('goes on with the trees of a champion that says the same of the same columns', async () => {
    expect(treesOf(await fitBoostedTrees(task({ champion: await champion() }), trainer))).toBe(4);
  });

  test.each<[string, Partial<FittingTask>, TableColumn?]>([
    ['predicts another class', { terms: { positiveClass: 'no', classes: [] } }],
    ['predicts classes', { terms: { positiveClass: null, classes: ['no', 'yes'] }, outputs: 2 }],
    ['takes other texts for missing', { missing: new Map([['x', []]]) }],
    ['read numbers where there are names', {}, levels],
    ['has another feature', {}, { ...numbers, feature: 'z' }],
  ])('begins anew where the champion %s', async (_what, changes, column) => {
    const { outputs } = task(changes);

    const fit = await fitBoostedTrees(task({ ...changes, champion: await champion() }, column), trainer);

    expect(treesOf(fit)).toBe(2 * outputs);
  });
});

test('without validation rows nothing can stop early, and all trees stay', async () => {
  const fit = await fitBoostedTrees(task({}), { ...trainer, trees: 7, earlyStoppingRounds: 2 });

  expect(treesOf(fit)).toBe(7);
});

test('the largest numbers go where training sent them, and not to the missing', async () => {
  const values = Float32Array.from({ length: ROWS }, (_, row) => (row >= 90 ? Number.NaN : row % 2 === 0 ? 1 : 2));
  const fit = await fitBoostedTrees(task({}, { kind: 'numeric', feature: 'x', values }), trainer);
  const score = createScorer({ ...fit, positiveClass: 'yes', classes: [] });

  expect(score({ x: null })).toBeGreaterThan(0.6);
  for (const x of [2, 3e38, 3.4028234663852886e38, 1e39, 1e100]) expect(score({ x })).toBe(score({ x: 2 }));
  expect(score({ x: 2 })).toBeLessThan(0.4);
});
