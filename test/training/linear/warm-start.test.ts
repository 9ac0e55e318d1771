import { describe, expect, test } from 'vitest';
import type { FittedModel, LinearScorer } from '../../../lib/training/fitted-model.ts';
import { fitLogisticRegression, type LogisticSettings } from '../../../lib/training/linear/logistic-regression.ts';
import { startFromChampion } from '../../../lib/training/linear/warm-start.ts';
import { fitLinearPreparation } from '../../../lib/training/preparation/fit-preparation.ts';
import { prepareTable } from '../../../lib/training/preparation/prepared-rows.ts';
import { createScorer } from '../../../lib/training/scoring/scorer.ts';
import type { TrainingFeatures } from '../../../lib/training/table/feature-reading.ts';
import { missingOf, tableOf } from '../table/table-of.ts';

const SETTINGS: LogisticSettings = {
  inverseRegularization: 1,
  maximumIterations: 200,
  tolerance: 1e-6,
  classWeight: 'none',
  warmStart: true,
};
const FEATURES = [
  { name: 'age', kind: 'numeric', missing: [] },
  { name: 'town', kind: 'categorical', missing: [] },
] as const;
const LABELS = ['cat', 'dog', 'hen'];

/** A third of the rows lacks the age. */
function rowsOf(count: number, offset: number, towns: readonly string[]): TrainingFeatures[] {
  return Array.from({ length: count }, (_, row) => ({
    age: row % 3 === 0 ? '' : `${offset + ((row * 7) % 50)}`,
    town: towns[(row * 5) % towns.length] ?? '',
  }));
}

function problemOf(rows: readonly TrainingFeatures[], classes: readonly string[]) {
  const table = tableOf(FEATURES, rows);
  const preparation = fitLinearPreparation(table, missingOf(FEATURES));
  const outputs = classes.length === 0 ? 1 : classes.length;
  const labels = Int32Array.from(
    rows,
    (row, index) => (index * index + Number(row.town === 'Ulm')) % Math.max(2, outputs),
  );
  const positiveClass = classes.length === 0 ? 'cat' : null;
  return {
    preparation,
    positiveClass,
    classes: [...classes],
    rows: { prepared: prepareTable(preparation, table), labels, outputs },
  };
}

function fitted(problem: ReturnType<typeof problemOf>, start?: Float64Array) {
  const { preparation, positiveClass, classes } = problem;
  const fit = fitLogisticRegression(problem.rows, SETTINGS, start);
  return { fit, model: { preparation, positiveClass, classes, scorer: fit.scorer } satisfies FittedModel };
}

/** What a start says of a row, as a model. */
function modelAt(problem: ReturnType<typeof problemOf>, start: Float64Array): FittedModel {
  const { outputs, prepared } = problem.rows;
  const at = (column: number, output: number) => start[column * outputs + output] ?? Number.NaN;
  const all = Array.from({ length: outputs }, (_, output) => output);
  const scorer: LinearScorer = {
    kind: 'linear',
    intercepts: all.map((output) => at(prepared.columns + 1, output)),
    weights: all.map((output) => Array.from({ length: prepared.columns }, (_, column) => at(column, output))),
  };
  return { ...problem, scorer };
}

describe.each([{ classes: [] }, { classes: LABELS }])('a start from a champion of classes $classes', ({ classes }) => {
  const old = problemOf(rowsOf(300, 20, ['Ulm', 'Bonn']), classes);
  const champion = fitted(old).model;
  const next = problemOf(rowsOf(400, 35, ['Trier', 'Bonn', 'Ulm']), classes);

  test('says of known features what the champion says, on other scales and with other levels', () => {
    const start = startFromChampion(champion, next) ?? new Float64Array();
    const [before, after] = [createScorer(champion), createScorer(modelAt(next, start))];
    for (const features of [
      { age: '44', town: 'Ulm' },
      { age: '21.5', town: 'Bonn' },
    ]) {
      const [wanted, got] = [before(features), after(features)].map((score) => [score].flat());
      wanted?.forEach((probability, output) => {
        expect(got?.[output]).toBeCloseTo(probability, 9);
      });
    }
  });

  test('of the same rows needs fewer iterations, and ends in the same place', () => {
    const cold = fitted(next).fit;
    const start = startFromChampion(fitted(next).model, next) ?? undefined;
    const warm = fitted(next, start).fit;
    expect(warm.iterations).toBeLessThan(cold.iterations);
    expect(warm.objective).toBeCloseTo(cold.objective, 5);
  });
});

test('classes are matched by their names', () => {
  const rows = rowsOf(200, 20, ['Ulm']);
  const champion = fitted(problemOf(rows, LABELS)).model;
  const next = problemOf(rows, ['hen', 'cow']);
  const start = startFromChampion(champion, next) ?? new Float64Array();
  expect([start.at(-2), start.at(-1)]).toEqual([champion.scorer.intercepts[2], 0]);
});

test('nothing comes from a champion that is not linear or means something else', () => {
  const next = problemOf(rowsOf(30, 20, ['Ulm']), []);
  const champion = fitted(next).model;
  expect(startFromChampion({ ...champion, scorer: { kind: 'constant', probabilities: [0.5] } }, next)).toBeNull();
  expect(startFromChampion({ ...champion, positiveClass: 'dog' }, next)).toBeNull();
});

test('a start is not used unless the settings ask for it', () => {
  const { rows } = problemOf(rowsOf(100, 20, ['Ulm', 'Bonn']), []);
  const start = new Float64Array(rows.prepared.columns + 2).fill(3);
  const settings = { ...SETTINGS, warmStart: false };
  expect(fitLogisticRegression(rows, settings, start)).toEqual(fitLogisticRegression(rows, settings));
});
