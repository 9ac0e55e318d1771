import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CategoricalPreparation, NumericPreparation } from '../../../lib/training/fitted-model.ts';
import { fitLinearPreparation } from '../../../lib/training/preparation/fit-preparation.ts';
import type { FeatureColumn } from '../../../lib/training/table/feature-column.ts';
import type { TrainingFeatures } from '../../../lib/training/table/feature-reading.ts';
import { missingOf, tableOf } from '../table/table-of.ts';

const AGE = { name: 'age', kind: 'numeric', missing: [] } as const;
const JOB = { name: 'job', kind: 'categorical', missing: ['unknown'] } as const;

const fitPreparation = (features: readonly FeatureColumn[], rows: readonly TrainingFeatures[]) =>
  fitLinearPreparation(tableOf(features, rows), missingOf(features));

const fitAge = (...values: (number | string | null)[]) =>
  fitPreparation(
    [AGE],
    values.map((age) => ({ age })),
  )[0] as NumericPreparation;

const fitJob = (...values: (string | null)[]) =>
  fitPreparation(
    [JOB],
    values.map((job) => ({ job })),
  )[0] as CategoricalPreparation;

/** So many rows of one level. */
const times = (count: number, level: string) => new Array<string>(count).fill(level);

describe('a numeric feature', () => {
  test('is standardised by mean and population deviation', () => {
    expect(fitAge(1, 2, 3, 6)).toEqual({
      kind: 'numeric',
      feature: 'age',
      missing: [],
      fill: 3,
      mean: 3,
      scale: Math.sqrt(3.5),
      indicator: false,
    });
  });

  test('with missing values is filled with the mean of the others, and says that they were missing', () => {
    const fitted = fitAge(2, null, 'x', 6);
    expect(fitted).toMatchObject({ fill: 4, mean: 4, indicator: true });
    expect(fitted.scale).toBeCloseTo(Math.sqrt((4 + 4) / 4), 12);
  });

  test.each([
    ['constant', [5, 5, 5]],
    ['constant but for rounding', [0.1 + 0.2, 0.3, 0.1 + 0.2]],
    ['never there', [null, null]],
  ])('that is %s has the scale 1', (_what, values) => expect(fitAge(...values).scale).toBe(1));

  test('that varies by less than it is large keeps its own scale', () => {
    expect(fitAge(1_000_000, 1_000_001).scale).toBe(0.5);
  });

  test('without any row has numbers all the same', () => {
    expect(fitAge()).toMatchObject({ fill: 0, mean: 0, scale: 1, indicator: false });
  });

  test('of the largest numbers has a finite scale', () => {
    const fitted = fitAge(1e100, -1e100, 1e100);
    expect([fitted.mean, fitted.scale].every(Number.isFinite)).toBe(true);
  });
});

describe('a categorical feature', () => {
  test('has a column for each level that two rows have, in the order of their names', () => {
    expect(fitJob('nurse', 'clerk', 'clerk', 'nurse')).toEqual({
      kind: 'categorical',
      feature: 'job',
      missing: ['unknown'],
      levels: ['clerk', 'nurse'],
      other: false,
      indicator: false,
    });
  });

  test('has one column for all levels that only one row has', () => {
    expect(fitJob('nurse', 'nurse', 'clerk')).toMatchObject({ levels: ['nurse'], other: true });
  });

  test('asks for a thousandth of many rows', () => {
    const kept = fitJob(...times(2_997, 'nurse'), ...times(3, 'clerk'));
    expect(kept).toMatchObject({ levels: ['clerk', 'nurse'], other: false });
    const rare = fitJob(...times(2_998, 'nurse'), ...times(2, 'clerk'));
    expect(rare).toMatchObject({ levels: ['nurse'], other: true });
  });

  test('says that a value was missing only where training knew that', () => {
    expect(fitJob('nurse', 'nurse', 'unknown').indicator).toBe(true);
    expect(fitJob('nurse', 'nurse', null).indicator).toBe(true);
    expect(fitJob('nurse', 'nurse').indicator).toBe(false);
    expect(fitJob('nurse', 'nurse', 'unknown').levels).toEqual(['nurse']);
  });

  test('has a thousand levels at most, for no more can have a thousandth of the rows each', () => {
    const names = Array.from({ length: 1_001 }, (_, index) => `level-${index}`);
    expect(fitJob(...names, ...names)).toMatchObject({ levels: [], other: true });
    const rows = [...names.slice(1), ...names.slice(1)];
    expect(fitJob(...rows).levels).toHaveLength(1_000);
  });
});

test('the order of rows changes no level and no flag', () => {
  const row = fc.record({ job: fc.constantFrom('a', 'b', 'c', 'd', 'unknown'), age: fc.integer({ min: 0, max: 90 }) });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows: TrainingFeatures[]) => {
      const [age, job] = fitPreparation([AGE, JOB], rows);
      const [sameAge, sameJob] = fitPreparation([AGE, JOB], rows.toReversed());
      expect(sameJob).toEqual(job);
      expect((sameAge as NumericPreparation).mean).toBeCloseTo((age as NumericPreparation).mean, 9);
    }),
  );
});
