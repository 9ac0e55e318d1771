import { describe, expect, test } from 'vitest';
import { createScorer, goldenFault } from '../../lib/training/scoring/scorer.ts';
import { partOf } from '../../lib/training/split.ts';
import { scorePart, type TrainingRow, type TrainingTask, trainModel } from '../../lib/training/train-model.ts';
import { bankMarketingRows } from './bank-marketing.ts';

const settings = {
  inverseRegularization: 1,
  maximumIterations: 200,
  tolerance: 1e-4,
  classWeight: 'none',
  warmStart: false,
} as const;

const features = [
  { name: 'age', kind: 'numeric', missing: [] },
  { name: 'balance', kind: 'numeric', missing: [] },
  { name: 'campaign', kind: 'numeric', missing: [] },
  { name: 'housing', kind: 'categorical', missing: [] },
  { name: 'month', kind: 'categorical', missing: [] },
  { name: 'poutcome', kind: 'categorical', missing: ['unknown'] },
] as const;

/** Rows from the whole of the data, which is in the order of the calls. */
const everyNinth = (target: string) => bankMarketingRows(target).filter((_, index) => index % 9 === 0);

const rows = everyNinth('y');
const task: TrainingTask = { rows, features, positiveClass: 'yes', classes: [], settings };
const trained = trainModel(task);

/** The rows, with other labels and features in one part. */
const alteredIn = (part: string) =>
  rows.map((row) => {
    if (partOf(row.id) !== part) return row;
    return { ...row, label: row.label === 'yes' ? 'no' : 'yes', features: { age: 99, month: 'never', poutcome: null } };
  });

describe('a trained model', () => {
  test('knows more than chance about rows that it was not trained on', () => {
    expect(trained.parts.holdout.measurements.auc).toBeGreaterThan(0.6);
    expect(trained.parts.validation.measurements.auc).toBeGreaterThan(0.6);
  });

  test('has every row in one part, with its score', () => {
    const { train, validation, holdout } = trained.parts;
    expect(train.rows.length + validation.rows.length + holdout.rows.length).toBe(rows.length);
    for (const [name, part] of Object.entries(trained.parts)) {
      expect(part.rows.every(({ id }) => partOf(id) === name)).toBe(true);
      expect(part.scores).toEqual(part.rows.map((row) => createScorer(trained)(row.features)));
      expect(part.measurements.rows).toBe(part.rows.length);
    }
  });

  test('says how many rows it learnt from and how it does', () => {
    const { train, validation, holdout } = trained.parts;
    expect(trained.stats).toEqual({
      trainingRows: train.rows.length,
      trainAccuracy: train.measurements.accuracy,
      validationAccuracy: validation.measurements.accuracy,
      auc: holdout.measurements.auc,
    });
  });

  test.each(['validation', 'holdout'])('learns nothing from the rows of %s', (part) => {
    const { preparation, scorer } = trainModel({ ...task, rows: alteredIn(part) });
    expect({ preparation, scorer }).toEqual({ preparation: trained.preparation, scorer: trained.scorer });
  });

  test('learns from the rows of training', () => {
    expect(trainModel({ ...task, rows: alteredIn('train') }).scorer).not.toEqual(trained.scorer);
  });

  test('is the same to the bit every time', () => {
    expect(trainModel(task)).toEqual(trained);
  });
});

describe('its golden rows', () => {
  test('are nine of validation and one with nothing in it, and score what the model scores', () => {
    expect(trained.golden).toHaveLength(10);
    expect(trained.golden.at(-1)?.row).toEqual({});
    expect(goldenFault(trained)).toBeNull();
    const known = trained.parts.validation.rows.map(({ features: { age, balance } }) => `${age} ${balance}`);
    expect(trained.golden.slice(0, -1).every(({ row }) => known.includes(`${row.age} ${row.balance}`))).toBe(true);
  });

  test('are spread: neither all from the beginning nor all from the end', () => {
    const { rows: validation } = trained.parts.validation;
    const ages = trained.golden.slice(0, -1).map(({ row }) => `${row.age} ${row.balance} ${row.campaign}`);
    const first = validation.slice(0, 9).map(({ features: f }) => `${f.age} ${f.balance} ${f.campaign}`);
    expect(ages[0]).toBe(first[0]);
    expect(ages.slice(1).some((age) => first.includes(age))).toBe(false);
  });

  test('hold the features of the model and nothing else of a row', () => {
    const names = features.map(({ name }) => name);
    for (const { row } of trained.golden) expect(names).toEqual(expect.arrayContaining(Object.keys(row)));
    expect(Object.keys(trained.golden[0]?.row ?? {})).toHaveLength(names.length);
  });
});

describe('several classes', () => {
  const classes = ['divorced', 'married', 'single'];
  const several = trainModel({
    ...task,
    rows: everyNinth('marital'),
    positiveClass: null,
    classes,
  });

  test('have one output each, in the order of the classes', () => {
    expect(several.classes).toEqual(classes);
    expect(several.scorer).toMatchObject({ intercepts: [expect.any(Number), expect.any(Number), expect.any(Number)] });
    expect(several.parts.holdout.measurements.auc).toBeGreaterThan(0.6);
    expect(goldenFault(several)).toBeNull();
  });

  test('that are not all listed are not trained on, and count as mistakes', () => {
    const two = trainModel({
      ...task,
      rows: everyNinth('marital'),
      positiveClass: null,
      classes: ['married', 'single'],
    });
    const known = (part: readonly TrainingRow[]) => part.filter(({ label }) => label !== 'divorced').length;
    expect(two.stats.trainingRows).toBe(known(two.parts.train.rows));
    const { rows: holdout, measurements } = two.parts.holdout;
    expect(measurements.rows).toBe(holdout.length);
    expect(measurements.accuracy).toBeLessThan(known(holdout) / holdout.length);
  });
});

test('few rows make a model too, even of one label or in one part', () => {
  const few = rows.slice(0, 3).map((row) => ({ ...row, label: 'no' }));
  for (const count of [0, 1, 3]) {
    const model = trainModel({ ...task, rows: few.slice(0, count) });
    expect(goldenFault(model)).toBeNull();
    expect(createScorer(model)({})).toBeLessThanOrEqual(0.5);
  }
});

test('a model can be measured in the terms of another', () => {
  const terms = { positiveClass: null, classes: ['no', 'yes'] };
  const { holdout } = trained.parts;
  const { measurements } = scorePart(trained, holdout.rows, terms);
  expect(measurements.accuracy).toBe(holdout.measurements.accuracy);
  expect(measurements.brier).toBeCloseTo(2 * (holdout.measurements.brier ?? Number.NaN), 12);
});
