import { expect, test } from 'vitest';
import type { TableColumn } from '../../../lib/training/table/feature-table.ts';
import { splitTable } from '../../../lib/training/table/table-parts.ts';

const everyOther = [Uint32Array.of(0, 2), Uint32Array.of(3, 1)];

test('a table is parted by places, in their order', () => {
  const columns: TableColumn[] = [
    { kind: 'numeric', feature: 'age', values: Float32Array.of(10, 11, 12, 13) },
    { kind: 'categorical', feature: 'job', levels: ['a', 'b'], codes: Int32Array.of(0, -1, 1, 0) },
  ];

  expect(splitTable({ columns }, everyOther)).toEqual([
    {
      rows: 2,
      columns: [
        { kind: 'numeric', feature: 'age', values: Float32Array.of(10, 12) },
        { kind: 'categorical', feature: 'job', levels: ['a', 'b'], codes: Int32Array.of(0, 1) },
      ],
    },
    {
      rows: 2,
      columns: [
        { kind: 'numeric', feature: 'age', values: Float32Array.of(13, 11) },
        { kind: 'categorical', feature: 'job', levels: ['a', 'b'], codes: Int32Array.of(0, -1) },
      ],
    },
  ]);
});

test('a column that was parted takes no memory any more, unless it shares it with another', () => {
  const own = Float32Array.of(1, 2, 3, 4);
  const both = Float32Array.of(5, 6, 7, 8, 9, 10, 11, 12);
  const [first, second] = [both.subarray(0, 4), both.subarray(4)];
  const table = {
    columns: [own, first, second].map(
      (values, place): TableColumn => ({ kind: 'numeric', feature: `${place}`, values }),
    ),
  };

  const [, odd] = splitTable(table, everyOther);

  expect(table.columns).toEqual([]);
  expect(own.buffer.byteLength).toBe(0);
  expect(odd?.columns[2]).toMatchObject({ values: Float32Array.of(12, 10) });
});
