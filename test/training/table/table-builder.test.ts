import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  levelReader,
  nearestFloat32,
  numberReader,
  type TrainingFeatures,
} from '../../../lib/training/table/feature-reading.ts';
import { tableBuilder } from '../../../lib/training/table/table-builder.ts';

const missing = ['unknown', '-1'];
const features = [
  { name: 'job', kind: 'categorical', missing },
  { name: 'age', kind: 'numeric', missing },
] as const;

function tableOf(rows: readonly TrainingFeatures[]) {
  const builder = tableBuilder(features);
  for (const row of rows) builder.add(row);
  return builder.finish();
}

const value = fc.oneof(
  fc.constantFrom('a', 'b', 'unknown', '', '1', 1, '1.0', -1, '-1', true, 'true', null, Number.NaN, 1e39, -1e300),
  fc.string(),
  fc.double(),
);

describe('a table of rows', () => {
  test('has every value as serving reads it', () => {
    const [readLevel, readNumber] = [levelReader(missing), numberReader(missing)];
    const row = fc.record({ age: value, other: value, job: value }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), (rows) => {
        const { rows: count, columns } = tableOf(rows);

        const [job, age] = columns;
        if (job?.kind !== 'categorical' || age?.kind !== 'numeric') throw new Error('the columns are mixed up');
        expect([count, job.codes.length, age.values.length]).toEqual([rows.length, rows.length, rows.length]);
        expect([...job.codes].map((code) => job.levels[code] ?? null)).toEqual(rows.map((one) => readLevel(one.job)));
        expect(age.values).toEqual(Float32Array.from(rows, (one) => nearestFloat32(readNumber(one.age))));
      }),
    );
  });

  test('has levels in the order in which they first came, however they are written', () => {
    const { columns } = tableOf([{ job: 'b' }, { job: 7 }, {}, { job: '7' }, { job: 'a' }, { job: 'b' }]);

    expect(columns[0]).toMatchObject({ levels: ['b', '7', 'a'], codes: Int32Array.of(0, 1, -1, 1, 2, 0) });
  });

  test('takes a list for missing', () => {
    const { columns } = tableOf([{ job: ['a'], age: [1] } as unknown as TrainingFeatures]);

    expect(columns).toMatchObject([{ codes: Int32Array.of(-1) }, { values: Float32Array.of(Number.NaN) }]);
  });

  test('may be empty', () => {
    expect(tableOf([])).toMatchObject({ rows: 0, columns: [{ levels: [] }, { values: new Float32Array() }] });
  });
});
