import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrainingFeatures } from '../../lib/training/feature-reading.ts';
import { readColumns } from '../../lib/training/value-counts.ts';

const age = { feature: 'age', kind: 'numeric' as const, missing: ['-1'] };
const job = { feature: 'job', kind: 'categorical' as const, missing: ['unknown'] };

test('columns have the numbers row by row, and the rows of every level', () => {
  const rows: TrainingFeatures[] = [
    { age: 40, job: 'clerk' },
    { age: '41', job: 'unknown' },
    { age: -1, job: 'clerk' },
    { job: true },
  ];
  const [numbers, levels] = readColumns([age, job], rows);
  expect(numbers).toEqual({ kind: 'numeric', numbers: Float64Array.of(40, 41, Number.NaN, Number.NaN) });
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
      expect(numbers).toEqual({ kind: 'numeric', numbers: Float64Array.from({ length: count }, (_, row) => row) });
      const counted = levels?.kind === 'categorical' ? [...levels.levels.values()] : [];
      expect(counted.reduce((sum, one) => sum + one, 0)).toBe(count);
    }),
    { numRuns: 20 },
  );
});
