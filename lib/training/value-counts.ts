import { levelReader, numberReader, type TrainingFeatures } from './feature-reading.ts';

/** A feature that is to be counted. */
interface CountedColumn {
  readonly feature: string;
  readonly kind: 'numeric' | 'categorical';
  /** Texts that mean "missing". */
  readonly missing: readonly string[];
}

/** The values of a feature: those of numbers row by row, NaN where it is missing, and those of names by their rows. */
export type ColumnValues =
  | { readonly kind: 'numeric'; readonly numbers: Float64Array }
  | ({ readonly kind: 'categorical' } & LevelRows);

/** Rows of every level, and of those that have none. */
export interface LevelRows {
  readonly levels: ReadonlyMap<string, number>;
  readonly missing: number;
}

/** So few rows that all of their values are still at hand when the next feature is read. */
const BLOCK = 256;

/** Reads every column of some rows, a few rows at a time, in the order of the columns. */
export function readColumns(columns: readonly CountedColumn[], rows: readonly TrainingFeatures[]): ColumnValues[] {
  const readers = columns.map((column) => (column.kind === 'numeric' ? numbers(column, rows) : levels(column, rows)));
  for (let from = 0; from < rows.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, rows.length);
    for (const { read } of readers) read(from, to);
  }
  return readers.map(({ values }) => values());
}

interface ColumnReader {
  readonly read: (from: number, to: number) => void;
  readonly values: () => ColumnValues;
}

function numbers({ feature, missing }: CountedColumn, rows: readonly TrainingFeatures[]): ColumnReader {
  const numberOf = numberReader(missing);
  const column = new Float64Array(rows.length);
  return {
    read: (from, to) => {
      for (let row = from; row < to; row += 1) column[row] = numberOf(rows[row]?.[feature]);
    },
    values: () => ({ kind: 'numeric', numbers: column }),
  };
}

function levels({ feature, missing }: CountedColumn, rows: readonly TrainingFeatures[]): ColumnReader {
  const levelOf = levelReader(missing);
  const counts = new Map<string, number>();
  let without = 0;
  return {
    read: (from, to) => {
      for (let row = from; row < to; row += 1) {
        const level = levelOf(rows[row]?.[feature]);
        if (level === null) without += 1;
        else counts.set(level, (counts.get(level) ?? 0) + 1);
      }
    },
    values: () => ({ kind: 'categorical', levels: counts, missing: without }),
  };
}
