import { describe, expect, test } from 'vitest';
import type { LinearPreparation } from '../../../lib/training/fitted-model.ts';
import { columnsOf } from '../../../lib/training/fitted-model.ts';
import { prepareTable } from '../../../lib/training/preparation/prepared-rows.ts';
import type { TrainingFeatures } from '../../../lib/training/table/feature-reading.ts';
import { featuresOf, tableOf } from '../table/table-of.ts';

const preparation: LinearPreparation[] = [
  {
    kind: 'categorical',
    feature: 'job',
    missing: ['unknown'],
    levels: ['clerk', 'nurse'],
    other: true,
    indicator: true,
  },
  { kind: 'numeric', feature: 'age', missing: [], fill: 40, mean: 40, scale: 10, indicator: true },
  { kind: 'numeric', feature: 'balance', missing: [], fill: 5, mean: 0, scale: 5, indicator: false },
  { kind: 'categorical', feature: 'loan', missing: [], levels: ['yes'], other: false, indicator: false },
];

const features = featuresOf({
  preparation,
  scorer: { kind: 'constant', probabilities: [] },
  positiveClass: null,
  classes: [],
});
const prepareRows = (rows: readonly TrainingFeatures[]) => prepareTable(preparation, tableOf(features, rows));

/** The prepared rows with all their zeros. */
function dense(rows: readonly TrainingFeatures[]): number[][] {
  const { columns, values, valueColumns, ones, groups } = prepareRows(rows);
  return rows.map((_, row) => {
    const line = new Array<number>(columns + 1).fill(0);
    valueColumns.forEach((column, index) => {
      line[column] = values[row * valueColumns.length + index] ?? Number.NaN;
    });
    ones.slice(row * groups, (row + 1) * groups).forEach((column) => {
      line[column] = 1;
    });
    return line.slice(0, columns);
  });
}

test('a feature has as many columns as its preparation says', () => {
  expect(preparation.map(columnsOf)).toEqual([4, 2, 1, 1]);
});

describe('a row', () => {
  test('has its levels, its standardised numbers, and nothing missing', () => {
    expect(dense([{ job: 'clerk', age: 50, balance: 10, loan: 'yes' }])).toEqual([[1, 0, 0, 0, 1, 0, 2, 1]]);
    expect(dense([{ job: 'nurse', age: '35', balance: 0, loan: 'no' }])).toEqual([[0, 1, 0, 0, -0.5, 0, 0, 0]]);
  });

  test('with an unseen level has the column of the others, if there is one', () => {
    expect(dense([{ job: 'pilot', age: 40, balance: 0, loan: 'perhaps' }])).toEqual([[0, 0, 1, 0, 0, 0, 0, 0]]);
  });

  test('with nothing in it has fills and indicators', () => {
    expect(dense([{}])).toEqual([[0, 0, 0, 1, 0, 1, 1, 0]]);
    expect(dense([{ job: 'unknown', age: null, balance: '', loan: null }])).toEqual(dense([{}]));
  });

  test('does not change its neighbours', () => {
    const rows: TrainingFeatures[] = [{ job: 'clerk', age: 50 }, {}, { job: 'nurse', balance: 10 }];
    expect(dense(rows)).toEqual(rows.flatMap((row) => dense([row])));
  });
});

test('no rows are no numbers', () => {
  expect(prepareRows([])).toMatchObject({ rows: 0, columns: 8, groups: 3 });
});
