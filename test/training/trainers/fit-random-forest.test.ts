import { expect, test } from 'vitest';
import { createScorer } from '../../../lib/training/scoring/scorer.ts';
import { fitRandomForest } from '../../../lib/training/trainers/fit-random-forest.ts';
import type { FittingTask } from '../../../lib/training/trainers/trainer.ts';

const ROWS = 300;
const trainer = { trees: 20, depth: 4, minimumLeafRows: 5, seed: 1, classWeight: 'none' } as const;

function task(classes: readonly string[]): FittingTask {
  const values = Float32Array.from({ length: ROWS }, (_, row) => row);
  return {
    train: {
      table: { rows: ROWS, columns: [{ kind: 'numeric', feature: 'x', values }] },
      labels: Int32Array.from({ length: ROWS }, (_, row) => Math.floor((row / ROWS) * classes.length)),
    },
    validation: { table: { rows: 0, columns: [] }, labels: new Int32Array() },
    outputs: classes.length,
    missing: new Map(),
    terms: { positiveClass: null, classes },
    champion: null,
    threads: 1,
  };
}

test.each([[['a', 'b']], [['a', 'b', 'c']]])('every one of the classes %j has a probability of its own', (classes) => {
  const fit = fitRandomForest(task(classes), trainer);
  const score = createScorer({ ...fit, positiveClass: null, classes });

  for (const [place] of classes.entries()) {
    const probabilities = score({ x: ((place + 0.5) / classes.length) * ROWS }) as number[];
    expect(probabilities).toHaveLength(classes.length);
    expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 6);
    expect(probabilities.indexOf(Math.max(...probabilities))).toBe(place);
  }
});
