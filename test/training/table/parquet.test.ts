import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DuckDbMissing, loadDuckDb, ParquetBroken, readParquet } from '../../../lib/training/table/parquet.ts';

let folder: string;
const file = () => join(folder, 'rows.parquet');

/** 5,000 rows, which are more than one chunk; every seventh has nothing but its label and id. */
const rows = `
  SELECT CASE WHEN i % 7 > 0 THEN i - 1 END::BIGINT AS whole,
    CASE WHEN i % 7 > 0 THEN i / 8 END::DOUBLE AS share,
    CASE WHEN i % 7 > 0 THEN (i / 4)::DECIMAL(9, 2) END AS price,
    CASE WHEN i % 7 > 0 THEN ' ' || i || '.5' END AS written,
    CASE WHEN i % 7 > 0 THEN i % 2 = 0 END AS "the ""flag""",
    CASE WHEN i % 7 > 0 THEN ['a', 'unknown', 'é'][i % 3 + 1] END AS name,
    CASE WHEN i % 7 > 0 THEN (i % 3)::DOUBLE END AS code,
    CASE WHEN i % 7 > 0 THEN (i % 3 / 10)::FLOAT END AS tenth,
    'y' || (i % 2) AS y, i AS id
  FROM range(5000) AS numbers(i)`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ratchet-parquet-'));
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(`COPY (${rows}) TO '${file()}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
});

afterAll(() => rmSync(folder, { recursive: true }));

const numeric = (name: string) => ({ name, kind: 'numeric', missing: ['-1'] }) as const;
const categorical = (name: string) => ({ name, kind: 'categorical', missing: ['unknown'] }) as const;

/** What a column should be, of the rows that have values. */
function expected(numberOf: (row: number) => number): Float32Array {
  return Float32Array.from({ length: 5000 }, (_, row) => (row % 7 > 0 ? numberOf(row) : Number.NaN));
}

describe('a Parquet file', () => {
  test('has numbers of any type', async () => {
    const features = ['whole', 'share', 'price', 'written', 'the "flag"', 'name'].map(numeric);

    const { rows: count, table } = await readParquet(file(), { features, target: 'y' });

    expect(count).toBe(5000);
    expect(table.columns.map((column) => column.kind === 'numeric' && column.values)).toEqual([
      expected((row) => row - 1),
      expected((row) => row / 8),
      expected((row) => Number((row / 4).toFixed(2))),
      expected((row) => row + 0.5),
      expected((row) => Number(row % 2 === 0)),
      expected(() => Number.NaN),
    ]);
  });

  test('has names of any type', async () => {
    const features = ['name', 'code', 'the "flag"', 'whole', 'tenth'].map(categorical);

    const { table } = await readParquet(file(), { features, target: 'y' });

    const levels = table.columns.map((column) => column.kind === 'categorical' && column.levels.slice(0, 3));
    expect(levels).toEqual([
      ['é', 'a'],
      ['1', '2', '0'],
      ['false', 'true'],
      ['0', '1', '2'],
      ['0.1', '0.2', '0'],
    ]);
    const [name] = table.columns;
    expect(name?.kind === 'categorical' && [...name.codes.subarray(0, 8)]).toEqual([-1, -1, 0, 1, -1, 0, 1, -1]);
  });

  test('is refused where a row has no id', async () => {
    const reading = readParquet(file(), { features: [], target: 'y', id: 'whole' });

    await expect(reading).rejects.toThrow(new ParquetBroken('row 1 should have an id, got null'));
  });

  test('has labels and ids', async () => {
    const { labels, ids } = await readParquet(file(), { features: [], target: 'y', id: 'id' });

    expect(labels.levels).toEqual(['y0', 'y1']);
    expect(labels.codes.reduce((sum, code) => sum + code)).toBe(2500);
    expect(ids).toEqual(Array.from({ length: 5000 }, (_, row) => `${row}`));
    expect((await readParquet(file(), { features: [], target: 'y' })).ids).toBeUndefined();
    const optional = { features: [], target: 'y', idIsOptional: true };
    expect((await readParquet(file(), { ...optional, id: 'id' })).ids).toEqual(ids);
    expect((await readParquet(file(), { ...optional, id: 'no such column' })).ids).toBeUndefined();
  });

  test('without a column that is asked for is named, with those that are there', async () => {
    await expect(readParquet(file(), { features: [numeric('age')], target: 'y' })).rejects.toThrow(
      new ParquetBroken(
        `'${file()}' should have age, got whole, share, price, written, the "flag", name, code, tenth, y, id`,
      ),
    );
  });

  test('without a label is named', async () => {
    await expect(readParquet(file(), { features: [], target: 'name' })).rejects.toThrow(
      new ParquetBroken("row 1 should have a label in 'name', got null"),
    );
  });

  test('that is none is named', async () => {
    const broken = join(folder, 'broken.parquet');
    writeFileSync(broken, 'PAR1 and not much more');

    await expect(readParquet(broken, { features: [], target: 'y' })).rejects.toThrow(ParquetBroken);
    await expect(readParquet(join(folder, 'none'), { features: [], target: 'y' })).rejects.toThrow(ParquetBroken);
  });
});

test('without DuckDB the error says what to install', async () => {
  await expect(loadDuckDb('@duckdb/not-installed')).rejects.toThrow(
    new DuckDbMissing('reading Parquet takes DuckDB: run `npm install @duckdb/node-api`'),
  );
});
