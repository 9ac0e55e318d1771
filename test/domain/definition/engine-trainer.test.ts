import { describe, expect, test } from 'vitest';
import { engineTrainer } from '../../../lib/domain/definition/engine-trainer.ts';
import { gridCandidates } from '../../../lib/domain/definition/trainer-search.ts';
import { defaultTrainer, type SingleTrainerKind } from '../../../lib/domain/definition/trainer-settings.ts';

const trainer = (kind: SingleTrainerKind, parameters = {}) => {
  const usual = defaultTrainer(kind);
  return engineTrainer({ ...usual, parameters: { ...usual.parameters, ...parameters } });
};

describe('a trainer in the terms of the engine', () => {
  test.each(['logistic-regression', 'gradient-boosted-trees', 'random-forest'] as const)('%s is itself', (kind) => {
    expect(trainer(kind)).toEqual({ kind, settings: defaultTrainer(kind).parameters });
  });

  test("XGBoost's are boosted trees under other names", () => {
    expect(trainer('xgboost', { alpha: 2, eta: 0.2, scale_pos_weight: 3, colsample_bytree: 0.5 })).toMatchObject({
      kind: 'gradient-boosted-trees',
      settings: {
        trees: 100,
        depth: 6,
        l1Regularization: 2,
        learningRate: 0.2,
        classWeight: [1, 3],
        columnSample: 0.5,
      },
    });
  });

  test.each([
    [31, 5],
    [32, 5],
    [33, 6],
  ])('%i leaves of LightGBM are a depth of %i', (leaves, depth) => {
    const settings = { depth, minimumChildWeight: 1, classWeight: 'none' };
    expect(trainer('lightgbm', { num_leaves: leaves })).toMatchObject({ settings });
  });
});

test('an ensemble is its members in their terms', () => {
  const members = (['lightgbm', 'random-forest'] as const).map(defaultTrainer);
  expect(engineTrainer({ kind: 'soft-vote', members, weights: 'equal' })).toEqual({
    kind: 'soft-vote',
    members: [trainer('lightgbm'), trainer('random-forest')],
    weights: 'equal',
  });
});

describe('the candidates of a grid', () => {
  const grid = { depth: [2, 4, 6], trees: [10, 20] };

  test('are all combinations over the other parameters, where the budget allows', () => {
    const all = [2, 4, 6].flatMap((depth) => [10, 20].map((trees) => ({ seed: 1, depth, trees })));
    expect(gridCandidates({ seed: 1, depth: 9 }, grid, 6)).toEqual(all);
  });

  test('are as many different ones as the budget allows, the same every time', () => {
    const some = gridCandidates({}, grid, 4);
    expect(new Set(some.map((one) => JSON.stringify(one))).size).toBe(4);
    expect(gridCandidates({}, grid, 4)).toEqual(some);
  });
});
