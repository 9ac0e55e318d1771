import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readColumns } from '../../../lib/training/profile/value-counts.ts';
import { levelReader, numberReader, type TrainingFeatures } from '../../../lib/training/table/feature-reading.ts';

const age = { feature: 'age', kind: 'numeric' as const, missing: ['-1'] };
const job = { feature: 'job', kind: 'categorical' as const, missing: ['unknown'] };

test('columns have the numbers that are there in the order of the rows, and the rows of every level', () => {
  const rows: TrainingFeatures[] = [
    { age: 40, job: 'clerk' },
    { age: '41', job: 'unknown' },
    { age: -1, job: 'clerk' },
    { job: true },
  ];
  const [numbers, levels] = readColumns([age, job], rows);
  expect(numbers).toEqual({ kind: 'numeric', numbers: Float64Array.of(40, 41), missing: 2 });
  expect(levels).toEqual({
    kind: 'categorical',
    levels: new Map([
      ['clerk', 2],
      ['true', 1],
    ]),
    missing: 1,
  });
});

test('every row is read once, however many there are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_100 }), (count) => {
      const rows = Array.from({ length: count }, (_, row) => ({ age: row, job: `job ${row % 3}` }));
      const [numbers, levels] = readColumns([age, job], rows);
      const ages = Float64Array.from({ length: count }, (_, row) => row);
      expect(numbers).toEqual({ kind: 'numeric', numbers: ages, missing: 0 });
      const counted = levels?.kind === 'categorical' ? [...levels.levels.values()] : [];
      expect(counted.reduce((sum, one) => sum + one, 0)).toBe(count);
    }),
    { numRuns: 20 },
  );
});

test('what a row has, in whatever order, is read as if each value were asked for by its name', () => {
  const value = fc.constantFrom<TrainingFeatures[string]>(
    40,
    '40',
    -1,
    '-1',
    null,
    '',
    'clerk',
    'unknown',
    true,
    1e101,
  );
  const row = fc.dictionary(fc.constantFrom('age', 'job', 'other', 'more'), value, { noNullPrototype: true });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 200 }), (rows) => {
      const ages = rows.map((one) => numberReader(age.missing)(one.age)).filter((one) => !Number.isNaN(one));
      const jobs = rows.map((one) => levelReader(job.missing)(one.job));
      const named = jobs.filter((one) => one !== null);
      const counts = new Map(named.map((level) => [level, named.filter((one) => one === level).length]));
      expect(readColumns([age, job], rows)).toEqual([
        { kind: 'numeric', numbers: Float64Array.from(ages), missing: rows.length - ages.length },
        { kind: 'categorical', levels: counts, missing: jobs.length - named.length },
      ]);
    }),
  );
});
