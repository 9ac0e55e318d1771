import { describe, expect, test } from 'vitest';
import { goldenFault } from '../../lib/training/scoring/golden-rows.ts';
import { type LabelledRow, scoreRows } from '../../lib/training/scoring/score-rows.ts';
import { createScorer } from '../../lib/training/scoring/scorer.ts';
import { partOf } from '../../lib/training/split.ts';
import { trainModel } from '../../lib/training/train-model.ts';
import { bankMarketingRows } from './bank-marketing.ts';
import { missingOf, tableOf } from './table/table-of.ts';

const settings = {
  inverseRegularization: 1,
  maximumIterations: 200,
  tolerance: 1e-4,
  l1Ratio: 0,
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
const byId = new Map(rows.map((row) => [row.id, row]));
const binary = { positiveClass: 'yes', classes: [] };

/** What is learnt of rows, in the terms of the labels. */
function learn(
  learnt: readonly LabelledRow[],
  terms: { readonly positiveClass: string | null; readonly classes: readonly string[] } = binary,
) {
  return trainModel({
    ids: learnt.map(({ id }) => id),
    labels: learnt.map(({ label }) => label),
    table: {
      columns: [
        ...tableOf(
          features,
          learnt.map((row) => row.features),
        ).columns,
      ],
    },
    missing: missingOf(features),
    ...terms,
    trainer: { kind: 'logistic-regression', settings },
  });
}

const trained = await learn(rows);

/** The rows, with other labels and features in one part. */
const alteredIn = (part: string) =>
  rows.map((row) => {
    if (partOf(row.id) !== part) return row;
    return {
      ...row,
      label: row.label === 'yes' ? 'no' : 'yes',
      features: { ...row.features, age: 99 - Number(row.features.age), month: `not ${row.features.month}` },
    };
  });

describe('a trained model', () => {
  test('knows more than chance about rows that it was not trained on', () => {
    expect(trained.parts.holdout.measurements.auc).toBeGreaterThan(0.6);
    expect(trained.parts.validation.measurements.auc).toBeGreaterThan(0.6);
  });

  test('has every row in one part, with its score', () => {
    const { train, validation, holdout } = trained.parts;
    expect(train.ids.length + validation.ids.length + holdout.ids.length).toBe(rows.length);
    for (const [name, part] of Object.entries(trained.parts)) {
      expect(part.ids.every((id) => partOf(id) === name)).toBe(true);
      expect(part.labels).toEqual(part.ids.map((id) => byId.get(id)?.label));
      expect(part.scores).toEqual(part.ids.map((id) => createScorer(trained)(byId.get(id)?.features ?? {})));
      expect(part.measurements.rows).toBe(part.ids.length);
    }
  });

  test('says how many rows it learnt from and how it does', () => {
    const { train, validation, holdout } = trained.parts;
    expect(trained.stats).toEqual({
      trainingRows: train.ids.length,
      trainAccuracy: train.measurements.accuracy,
      validationAccuracy: validation.measurements.accuracy,
      auc: holdout.measurements.auc,
    });
  });

  test.each(['validation', 'holdout'])('learns nothing from the rows of %s', async (part) => {
    const { preparation, scorer } = await learn(alteredIn(part));
    expect({ preparation, scorer }).toEqual({ preparation: trained.preparation, scorer: trained.scorer });
  });

  test('learns from the rows of training', async () => {
    expect((await learn(alteredIn('train'))).scorer).not.toEqual(trained.scorer);
  });

  test('is the same to the bit every time', async () => {
    expect(await learn(rows)).toEqual(trained);
  });
});

const featuresOfId = (id: string) => byId.get(id)?.features ?? {};

describe('its golden rows', () => {
  test('are nine of validation and one with nothing in it, and score what the model scores', () => {
    expect(trained.golden).toHaveLength(10);
    expect(trained.golden.at(-1)?.row).toEqual({});
    expect(goldenFault(trained, trained.golden)).toBeNull();
    const known = trained.parts.validation.ids.map(featuresOfId).map(({ age, balance }) => `${age} ${balance}`);
    expect(trained.golden.slice(0, -1).every(({ row }) => known.includes(`${row.age} ${row.balance}`))).toBe(true);
  });

  test('are spread: neither all from the beginning nor all from the end', () => {
    const validation = trained.parts.validation.ids.map(featuresOfId);
    const ages = trained.golden.slice(0, -1).map(({ row }) => `${row.age} ${row.balance} ${row.campaign}`);
    const first = validation.slice(0, 9).map((f) => `${f.age} ${f.balance} ${f.campaign}`);
    expect(ages[0]).toBe(first[0]);
    expect(ages.slice(1).some((age) => first.includes(age))).toBe(false);
  });

  test('hold the features of the model and nothing else of a row', () => {
    const names = features.map(({ name }) => name);
    for (const { row } of trained.golden) expect(names).toEqual(expect.arrayContaining(Object.keys(row)));
    expect(Object.keys(trained.golden[0]?.row ?? {})).toHaveLength(names.length);
  });
});

const classes = ['divorced', 'married', 'single'];
const several = await learn(everyNinth('marital'), { positiveClass: null, classes });

describe('several classes', () => {
  test('have one output each, in the order of the classes', () => {
    expect(several.classes).toEqual(classes);
    expect(several.scorer).toMatchObject({ intercepts: [expect.any(Number), expect.any(Number), expect.any(Number)] });
    expect(several.parts.holdout.measurements.auc).toBeGreaterThan(0.6);
    expect(goldenFault(several, several.golden)).toBeNull();
  });

  test('that are not all listed are not trained on, and count as mistakes', async () => {
    const two = await learn(everyNinth('marital'), { positiveClass: null, classes: ['married', 'single'] });
    const known = (labels: readonly string[]) => labels.filter((label) => label !== 'divorced').length;
    expect(two.stats.trainingRows).toBe(known(two.parts.train.labels));
    const { labels: holdout, measurements } = two.parts.holdout;
    expect(measurements.rows).toBe(holdout.length);
    expect(measurements.accuracy).toBeLessThan(known(holdout) / holdout.length);
  });
});

describe('rows that cannot be trained on are refused by name:', () => {
  const altered = (change: (row: LabelledRow) => Partial<LabelledRow>) =>
    rows.map((row) => ({ ...row, ...change(row) }));
  const without = (feature: string, value: string | number | null) =>
    altered((row) => ({ features: { ...row.features, [feature]: value } }));

  test.each([
    ['TooFewRows', rows.slice(0, 3), 'the training part should have at least 10 rows with a known label, got '],
    ['OneClass', altered(() => ({ label: 'no' })), 'the training part should have rows of two classes at least, got '],
    ['EmptyFeature', without('age', null), "'age' should have a value in some training row, got none: mend its source"],
    ['EmptyFeature', without('poutcome', 'unknown'), "'poutcome' should have a value in some training row"],
    ['ConstantFeature', without('age', 7), "'age' should have more than one value among the training rows, got one"],
    ['ConstantFeature', without('month', 'may'), "'month' should have more than one value among the training rows"],
    [
      'TooManyLevels',
      Array.from(
        { length: 17_000 },
        (_, row) =>
          ({
            ...rows[row % rows.length],
            id: `${row}`,
            features: { ...rows[row % rows.length]?.features, month: `m${row}` },
          }) as LabelledRow,
      ),
      "'month' should have at most 10000 levels, got ",
    ],
  ])('%s', async (name, refused, message) => {
    await expect(learn(refused)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  test('a constant feature that is missing now and then says something', async () => {
    const sometimes = altered((row) => ({
      features: { ...row.features, age: Number(row.features.age) > 40 ? 7 : null },
    }));
    await expect(learn(sometimes)).resolves.toMatchObject({ positiveClass: 'yes' });
  });
});

test('a model can be measured in the terms of another', () => {
  const terms = { positiveClass: null, classes: ['no', 'yes'] };
  const { holdout } = trained.parts;
  const held = rows.filter(({ id }) => partOf(id) === 'holdout');
  const { measurements } = scoreRows(trained, held, terms);
  expect(measurements.accuracy).toBe(holdout.measurements.accuracy);
  expect(measurements.brier).toBeCloseTo(2 * (holdout.measurements.brier ?? Number.NaN), 12);
});
