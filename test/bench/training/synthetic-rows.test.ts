import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeSyntheticCsv } from '../../../bench/training/synthetic-csv.ts';
import { SYNTHETIC_COLUMNS, syntheticRow } from '../../../bench/training/synthetic-rows.ts';

function rowsOf(seed: number, rows: number, columns = SYNTHETIC_COLUMNS) {
  return Array.from({ length: rows }, (_, row) => {
    const values = new Float64Array(columns);
    return { label: syntheticRow(seed, row, values), values };
  });
}

function csvOf(size: { readonly rows: number; readonly columns?: number; readonly seed: number }): string {
  const folder = mkdtempSync(join(tmpdir(), 'ratchet-synthetic-'));
  try {
    const path = join(folder, 'table.csv');
    writeSyntheticCsv(path, size);
    return readFileSync(path, 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the first row of seed 0 is the same everywhere and always', () => {
  const [row] = rowsOf(0, 1);

  expect(Array.from(row?.values.subarray(0, 4) ?? [], (value) => value.toFixed(5))).toEqual([
    '0.39199',
    '1.44618',
    '0.23655',
    '-0.30989',
  ]);
  expect(row?.values[24]).toBe(1);
  expect(row?.label).toBe(0);
});

test('a row depends on its seed and its number', () => {
  const [first, second] = rowsOf(0, 2);
  const [other] = rowsOf(1, 1);

  expect(second?.values[0]).not.toBe(first?.values[0]);
  expect(other?.values[0]).not.toBe(first?.values[0]);
});

test('somewhat less than half of the rows are positive', () => {
  const positives = rowsOf(0, 20_000).filter(({ label }) => label === 1).length;

  expect(positives / 20_000).toBeCloseTo(0.474, 2);
});

test('a twentieth of the values is missing, in six columns and no other', () => {
  const rows = rowsOf(3, 20_000);
  const shares = Array.from({ length: SYNTHETIC_COLUMNS }, (_, column) => {
    return rows.filter(({ values }) => Number.isNaN(values[column])).length / rows.length;
  });

  const missing = shares.flatMap((share, column) => (share > 0 ? [column] : []));
  expect(missing).toEqual([2, 5, 8, 13, 20, 25]);
  for (const column of missing) expect(shares[column]).toBeCloseTo(0.05, 2);
});

test('more columns are noise that changes nothing else', () => {
  const [narrow] = rowsOf(5, 1);
  const [wide] = rowsOf(5, 1, 56);

  expect(wide?.label).toBe(narrow?.label);
  expect(wide?.values.slice(0, SYNTHETIC_COLUMNS)).toEqual(narrow?.values);
});

test('the file holds the rows, with five decimals and nothing for what is missing', () => {
  const rows = rowsOf(2, 300);

  const [header, ...lines] = csvOf({ rows: 300, seed: 2 }).trimEnd().split('\n');

  expect(header?.startsWith('x0,x1,')).toBe(true);
  expect(header?.endsWith(',x27,y')).toBe(true);
  const expected = rows.map(({ label, values }) => {
    const cells = Array.from(values, (value) => {
      if (Number.isNaN(value)) return '';
      return Number.isInteger(value) ? String(value) : value.toFixed(5);
    });
    return [...cells, label].join(',');
  });
  expect(lines).toEqual(expected);
});

test('a narrow file has the labels of the wide one', () => {
  const labels = (columns: number) =>
    csvOf({ rows: 50, columns, seed: 4 })
      .split('\n')
      .map((line) => line.split(',').at(-1));

  expect(csvOf({ rows: 1, columns: 7, seed: 4 }).split('\n')[0]).toBe('x0,x1,x2,x3,x4,x5,x6,y');
  expect(labels(7)).toEqual(labels(56));
});
