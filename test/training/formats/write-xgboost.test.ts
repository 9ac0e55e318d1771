import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readXgboost, readXgboostJson } from '../../../lib/training/formats/read-xgboost.ts';
import { learnerText, writeXgboostJson, xgboostMembers } from '../../../lib/training/formats/write-xgboost.ts';
import type { TreeEnsemble } from '../../../lib/training/trees/tree-ensemble.ts';
import { randomEnsemble } from '../trees/random-ensemble.ts';
import { referenceModels, savedModel } from './xgboost-reference.ts';

const anyEnsemble = fc
  .record({
    seed: fc.nat(),
    trees: fc.integer({ min: 0, max: 7 }),
    depth: fc.integer({ min: 0, max: 5 }),
    columns: fc.integer({ min: 1, max: 9 }),
    outputs: fc.integer({ min: 1, max: 4 }),
    identity: fc.boolean(),
  })
  .map(({ identity, ...settings }) => randomEnsemble({ ...settings, ...(identity ? { link: 'identity' } : {}) }));

/** What decides about scores, to the last bit. */
function scoringParts({ trees, ...rest }: TreeEnsemble): unknown {
  return {
    ...rest,
    trees: trees.map(({ feature, threshold, left, right, missingLeft, value }) => {
      const leafValues = value.map((leaf, node) => (left[node] === -1 ? leaf : 0));
      return { feature, threshold, left, right, missingLeft, leafValues };
    }),
  };
}

describe('a written model', () => {
  test('reads back as what scores the same', () => {
    fc.assert(
      fc.property(anyEnsemble, (ensemble) => {
        const { ensemble: read } = readXgboostJson(writeXgboostJson(ensemble, null));

        expect(scoringParts(read)).toEqual(scoringParts(ensemble));
      }),
    );
  });

  test('is the same text when it is read and written again', () => {
    fc.assert(
      fc.property(anyEnsemble, (ensemble) => {
        const text = writeXgboostJson(ensemble, null);

        expect(writeXgboostJson(readXgboostJson(text).ensemble, null)).toBe(text);
      }),
    );
  });

  test('keeps gains, covers and values of inner nodes to 6 digits', () => {
    const ensemble = randomEnsemble({ seed: 4, trees: 3, depth: 4, columns: 5 });

    const { ensemble: read } = readXgboostJson(writeXgboostJson(ensemble, null));

    for (const [index, tree] of ensemble.trees.entries()) {
      for (const part of ['gain', 'cover', 'value'] as const) {
        const errors = tree[part].map((value, node) => Math.abs((read.trees[index]?.[part][node] ?? 0) / value - 1));
        expect(Math.max(...errors.filter((error) => !Number.isNaN(error)))).toBeLessThan(5.1e-6);
      }
    }
  });

  test('keeps the names of its features, whatever characters they have', () => {
    const names = ['a "quoted" one', 'ünï', '\n'];
    const ensemble = randomEnsemble({ seed: 4, trees: 1, depth: 1, columns: 3 });

    expect(readXgboostJson(writeXgboostJson(ensemble, names)).featureNames).toEqual(names);
  });

  test('is read beside other members of one object', () => {
    const ensemble = randomEnsemble({ seed: 4, trees: 2, depth: 3, columns: 3 });
    const { learner, version } = xgboostMembers(ensemble, null);
    const envelope = `{"learner":${learner},"modelName":"m","schema":"s/1","version":${version}}`;

    const { ensemble: read } = readXgboost(Buffer.from(envelope));

    expect(scoringParts(read)).toEqual(scoringParts(ensemble));
  });

  test('has no bare integer where XGBoost wants a float', () => {
    const ensemble = randomEnsemble({ seed: 4, trees: 2, depth: 3, columns: 3 });
    const whole = { ...ensemble, trees: ensemble.trees.map((tree) => ({ ...tree, value: tree.value.map(Math.ceil) })) };

    const text = learnerText(whole, null);

    const floats = [...text.matchAll(/"(?:base_weights|split_conditions|loss_changes|sum_hessian)":\[(.*?)\]/g)];
    // of two trees, and of one that says the base margin
    expect(floats).toHaveLength(12);
    for (const [, list = ''] of floats) for (const number of list.split(',')) expect(number).toMatch(/[.eE]/);
  });

  test('has its members in alphabetical order', () => {
    const text = writeXgboostJson(randomEnsemble({ seed: 4, trees: 2, depth: 3, columns: 3, outputs: 2 }), [
      'a',
      'b',
      'c',
    ]);

    JSON.parse(text, (_, value) => {
      if (typeof value === 'object' && !Array.isArray(value))
        expect(Object.keys(value)).toEqual(Object.keys(value).sort());
      return value;
    });
  });

  test('holds finite numbers only', () => {
    const ensemble = randomEnsemble({ seed: 4, trees: 1, depth: 0, columns: 1 });
    ensemble.trees[0]?.value.fill(Number.NaN);

    expect(() => writeXgboostJson(ensemble, null)).toThrow('a model file holds finite numbers only, got NaN');
  });

  test.each(referenceModels)('of XGBoost, the %s one, reads back as it was', (name) => {
    const { ensemble } = readXgboost(savedModel(name, 'json'));

    const { ensemble: again } = readXgboostJson(writeXgboostJson(ensemble, null));

    expect(scoringParts(again)).toEqual(scoringParts(ensemble));
  });
});
