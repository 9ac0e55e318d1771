import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readXgboost } from '../../../lib/training/formats/read-xgboost.ts';
import { compiledTreeMargins, plainTreeMargins } from '../../../lib/training/scoring/tree-margins.ts';
import { treeScorer } from '../../../lib/training/scoring/tree-scorer.ts';
import { walkTrees } from '../../../lib/training/scoring/walk-trees.ts';
import type { TreeEnsemble } from '../../../lib/training/trees/tree-ensemble.ts';
import { expectations, referenceModels, referenceRows, savedModel } from '../formats/xgboost-reference.ts';
import { randomEnsemble, randomRows } from '../trees/random-ensemble.ts';

/** Margins of all rows, so that they can be told apart to the last bit. */
function marginsOf(ensemble: TreeEnsemble, rows: Float32Array): number[] {
  const margins: number[] = [];
  for (let at = 0; at < rows.length; at += ensemble.columns) {
    margins.push(...walkTrees(ensemble, rows.subarray(at, at + ensemble.columns)));
  }
  return margins;
}

function columnsOf(rows: Float32Array, columns: number): Float32Array[] {
  return Array.from({ length: columns }, (_, column) => rows.filter((_, at) => at % columns === column));
}

function rowsOf(rows: Float32Array, columns: number): Float32Array[] {
  return Array.from({ length: rows.length / columns }, (_, row) => rows.slice(row * columns, (row + 1) * columns));
}

/** A tree that sends what is below a threshold, and perhaps what is missing, to -1 and the rest to 1. */
function stump(threshold: number, missingLeft: 0 | 1): TreeEnsemble {
  return {
    columns: 1,
    baseMargins: Float32Array.of(0),
    link: 'logistic',
    outputOf: Int32Array.of(0),
    trees: [
      {
        feature: Int32Array.of(0, -1, -1),
        threshold: Float32Array.of(threshold, 0, 0),
        left: Int32Array.of(1, -1, -1),
        right: Int32Array.of(2, -1, -1),
        missingLeft: Uint8Array.of(missingLeft, 0, 0),
        value: Float32Array.of(0, -1, 1),
        gain: Float32Array.of(1, 0, 0),
        cover: Float32Array.of(2, 1, 1),
      },
    ],
  };
}

describe.each([
  ['compiled', compiledTreeMargins],
  ['plain', plainTreeMargins],
])('the %s scorer', (_, engine) => {
  test.each(referenceModels)('predicts what XGBoost does with its %s model', (name) => {
    const { ensemble } = readXgboost(savedModel(name, 'ubj'));
    const scorer = treeScorer(ensemble, engine);

    const predictions = referenceRows.flatMap((row) => Array.from(scorer.row(row)));

    const errors = expectations[name].predictions.flat().map((value, i) => Math.abs(value - (predictions[i] ?? 9)));
    expect(Math.max(...errors)).toBeLessThan(2.4e-7);
  });

  test.each([
    [-Infinity, 'left'],
    [-1e30, 'left'],
    [0.49999997, 'left'],
    [0.5, 'right'],
    [1e300, 'right'],
    [Infinity, 'right'],
  ])('sends %d to the %s of a half', (value, side) => {
    const scorer = treeScorer(stump(0.5, 1), engine);

    expect((scorer.row([value])[0] ?? 0) > 0.5 ? 'right' : 'left').toBe(side);
  });

  test('compares in float32, in which 0.49999999999 is a half', () => {
    expect(treeScorer(stump(0.5, 1), engine).row([0.49999999999])[0]).toBeGreaterThan(0.5);
  });

  test.each([
    [0, 'right'],
    [1, 'left'],
  ] as const)('sends what is missing to the %i side', (missingLeft, side) => {
    // so that all present values go left
    const scorer = treeScorer(stump(3.4028234663852886e38, missingLeft), engine);

    const [missing = 0, present = 0] = scorer.rowMajorBatch(Float32Array.of(Number.NaN, 7));

    expect(missing > 0.5 ? 'right' : 'left').toBe(side);
    expect(present).toBeLessThan(0.5);
  });

  test('scores rows alone and in batches alike, however many there are', () => {
    for (const rows of [0, 1, 7, 8, 63, 64, 65, 200]) {
      const ensemble = randomEnsemble({ seed: rows, trees: 7, depth: 5, columns: 3, outputs: 3 });
      const values = randomRows(rows, rows, 3);
      const scorer = treeScorer(ensemble, engine);

      const alone = rowsOf(values, 3).flatMap((row) => Array.from(scorer.row(row)));

      expect(Array.from(scorer.rowMajorBatch(values))).toEqual(alone);
      expect(Array.from(scorer.batch(columnsOf(values, 3)))).toEqual(alone);
    }
  });
});

test('compiled margins are those of the plain walk to the last bit', () => {
  const settings = fc.record({
    seed: fc.nat(),
    trees: fc.integer({ min: 0, max: 9 }),
    depth: fc.integer({ min: 0, max: 12 }),
    columns: fc.integer({ min: 1, max: 9 }),
    outputs: fc.integer({ min: 1, max: 4 }),
    splitShare: fc.constantFrom(0.3, 0.7, 1),
  });
  fc.assert(
    fc.property(settings, (chosen) => {
      const ensemble = randomEnsemble({ ...chosen, depth: chosen.splitShare === 1 ? 4 : chosen.depth });
      const rows = randomRows(chosen.seed, 9, chosen.columns);
      const engine = compiledTreeMargins(ensemble);

      engine.values.set(rows);
      engine.scoreBlock(9);
      const inBlock = Array.from(engine.margins.subarray(0, 9 * chosen.outputs));
      engine.values.set(rows);
      engine.scoreRow();
      const alone = Array.from(engine.margins.subarray(0, chosen.outputs));

      const expected = marginsOf(ensemble, rows);
      expect(inBlock).toEqual(expected);
      expect(alone).toEqual(expected.slice(0, chosen.outputs));
    }),
  );
});

describe('probabilities', () => {
  test('of several classes add up to 1', () => {
    const ensemble = randomEnsemble({ seed: 1, trees: 12, depth: 4, columns: 4, outputs: 4 });

    const scores = treeScorer(ensemble).row([1, 0, -1, Number.NaN]);

    expect(scores).toHaveLength(4);
    expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 12);
  });

  test('that the leaves say already stay between 0 and 1', () => {
    const ensemble = { ...stump(0, 1), link: 'identity' as const, baseMargins: Float32Array.of(0.5) };
    const scorer = treeScorer(ensemble);

    expect([scorer.row([-1])[0], scorer.row([1])[0]]).toEqual([0, 1]);
  });

  test('are overwritten by the next row', () => {
    const scorer = treeScorer(stump(0, 1));

    expect(scorer.row([1])).toBe(scorer.row([-1]));
  });
});

test('a scorer without columns gives what the margins begin with', () => {
  const ensemble = {
    ...stump(0, 1),
    columns: 0,
    trees: [],
    outputOf: new Int32Array(),
    baseMargins: Float32Array.of(0),
  };

  expect(Array.from(treeScorer(ensemble).row([]))).toEqual([0.5]);
});
