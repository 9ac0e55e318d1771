import { float32Reader, levelReader, type TrainingFeatures } from '../table/feature-reading.ts';
import type { TableColumn } from '../table/feature-table.ts';
import { BLOCK_ROWS, rowBlock } from '../table/row-block.ts';

/** A feature that is to be counted. */
interface CountedColumn {
  readonly feature: string;
  readonly kind: 'numeric' | 'categorical';
  /** Texts that mean "missing". */
  readonly missing: readonly string[];
}

/** The values of a feature: those of numbers in the order of the rows that have one, and those of names by their rows. */
export type ColumnValues =
  | { readonly kind: 'numeric'; readonly numbers: Float64Array; readonly missing: number }
  | ({ readonly kind: 'categorical' } & LevelRows);

/** Rows of every level, and of those that have none. */
export interface LevelRows {
  readonly levels: ReadonlyMap<string, number>;
  readonly missing: number;
}

/** Reads every column of some rows, in the order of the columns. */
export function readColumns(columns: readonly CountedColumn[], rows: readonly TrainingFeatures[]): ColumnValues[] {
  const readers = columns.map((column) => (column.kind === 'numeric' ? numbers(column, rows.length) : levels(column)));
  const block = rowBlock(
    columns.map(({ feature }) => feature),
    (values, count) => {
      for (const [place, { read }] of readers.entries()) read(values, place * BLOCK_ROWS, place * BLOCK_ROWS + count);
    },
  );
  for (const row of rows) block.add(row);
  block.flush();
  return readers.map(({ values }) => values());
}

interface ColumnReader {
  /** Reads the values from one place up to another. */
  readonly read: (gathered: readonly unknown[], from: number, to: number) => void;
  readonly values: () => ColumnValues;
}

function numbers({ missing }: CountedColumn, rows: number): ColumnReader {
  const numberOf = float32Reader(missing);
  const column = new Float64Array(rows);
  let present = 0;
  return {
    read: (gathered, from, to) => {
      let next = present;
      for (let place = from; place < to; place += 1) {
        const value = numberOf(gathered[place]);
        // what is missing is written over by the next one that is not
        column[next] = value;
        next += Number.isNaN(value) ? 0 : 1;
      }
      present = next;
    },
    values: () => ({ kind: 'numeric', numbers: column.subarray(0, present), missing: rows - present }),
  };
}

/** Each value is read once and then counted as it comes, because most of them come again and again. */
function levels({ missing }: CountedColumn): ColumnReader {
  const levelOf = levelReader(missing);
  const places = new Map<unknown, number>();
  const counts: number[] = [];
  return {
    read: (gathered, from, to) => {
      for (let place = from; place < to; place += 1) {
        const value = gathered[place];
        const known = places.get(value);
        if (known === undefined) places.set(value, counts.push(1) - 1);
        else counts[known] = (counts[known] as number) + 1;
      }
    },
    values: () => ({ kind: 'categorical', ...rowsByLevel(places, counts, levelOf) }),
  };
}

/** Values that read as the same level, such as a number and its text, are one. */
function rowsByLevel(
  places: ReadonlyMap<unknown, number>,
  counts: readonly number[],
  levelOf: (value: unknown) => string | null,
): LevelRows {
  const rows = new Map<string, number>();
  let missing = 0;
  for (const [value, place] of places) {
    const [level, count] = [levelOf(value), counts[place] ?? 0];
    if (level === null) missing += count;
    else rows.set(level, (rows.get(level) ?? 0) + count);
  }
  return { levels: rows, missing };
}

/** The values of a column that was read before. */
export function columnValues(column: TableColumn): ColumnValues {
  if (column.kind === 'numeric') {
    const numbers = Float64Array.from(column.values).filter((value) => !Number.isNaN(value));
    return { kind: 'numeric', numbers, missing: column.values.length - numbers.length };
  }
  const counts = new Uint32Array(column.levels.length);
  for (const code of column.codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  const levels = column.levels.flatMap((level, code) => (counts[code] ? [[level, counts[code]] as const] : []));
  const present = levels.reduce((sum, [, rows]) => sum + rows, 0);
  return { kind: 'categorical', levels: new Map(levels), missing: column.codes.length - present };
}
