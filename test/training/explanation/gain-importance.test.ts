import { expect, test } from 'vitest';
import { gainImportance } from '../../../lib/training/explanation/gain-importance.ts';
import { readXgboost } from '../../../lib/training/formats/read-xgboost.ts';
import { expectations, referenceModels, savedModel } from '../formats/xgboost-reference.ts';
import { randomEnsemble } from '../trees/random-ensemble.ts';

test.each(referenceModels)(
  'the shares of the columns of the %s model are those of the gains that XGBoost tells',
  (name) => {
    const shares = gainImportance(readXgboost(savedModel(name, 'json')).ensemble);

    const { gains } = expectations[name];
    const total = gains.reduce((sum, gain) => sum + gain, 0);
    expect(shares).toHaveLength(6);
    for (const [column, gain] of gains.entries()) expect(shares[column]).toBeCloseTo(gain / total, 6);
  },
);

test('a share is the gain of all splits by the column', () => {
  const { trees, ...rest } = randomEnsemble({ seed: 2, trees: 1, depth: 1, columns: 3, splitShare: 1 });
  const [tree] = trees;
  tree?.feature.set([2]);

  expect(Array.from(gainImportance({ ...rest, trees }))).toEqual([0, 0, 1]);
});

test('no column has a share where no tree splits', () => {
  const ensemble = randomEnsemble({ seed: 2, trees: 2, depth: 0, columns: 3 });

  expect(Array.from(gainImportance(ensemble))).toEqual([0, 0, 0]);
});
