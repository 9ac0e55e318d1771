import type { FeatureColumn } from './feature-column.ts';
import { float32Reader, levelReader, type TrainingFeatures } from './feature-reading.ts';
import type { TableColumn } from './feature-table.ts';

/** A table that may be added to. */
export interface TableBuilder {
  readonly add: (row: TrainingFeatures) => void;
  /** The rows so far; the builder is used up. */
  readonly finish: () => { readonly rows: number; readonly columns: TableColumn[] };
}

const FIRST_ROWS = 1024;

/** Collects rows as columns. Every value is read once however often it comes, because most levels come again and again. */
export function tableBuilder(features: readonly FeatureColumn[]): TableBuilder {
  const columns = features.map((feature) =>
    feature.kind === 'numeric' ? numericCollector(feature) : categoricalCollector(feature),
  );
  let rows = 0;
  return {
    add(row) {
      for (const column of columns) column.set(rows, row[column.name]);
      rows += 1;
    },
    finish: () => ({ rows, columns: columns.map((column) => column.finish(rows)) }),
  };
}

interface Collector {
  readonly name: string;
  readonly set: (row: number, value: unknown) => void;
  readonly finish: (rows: number) => TableColumn;
}

function numericCollector({ name, missing }: FeatureColumn): Collector {
  const read = float32Reader(missing);
  let values = new Float32Array(FIRST_ROWS);
  return {
    name,
    set(row, value) {
      if (row === values.length) values = grown(values, new Float32Array(row * 2));
      values[row] = read(value);
    },
    finish: (rows) => ({ kind: 'numeric', feature: name, values: values.subarray(0, rows) }),
  };
}

function categoricalCollector({ name, missing }: FeatureColumn): Collector {
  const read = levelReader(missing);
  const codeOfValue = new Map<unknown, number>();
  const codeOfLevel = new Map<string, number>();
  let codes = new Int32Array(FIRST_ROWS);
  const codeOf = (value: unknown): number => {
    const level = read(value);
    const code = level === null ? -1 : (codeOfLevel.get(level) ?? codeOfLevel.size);
    if (level !== null) codeOfLevel.set(level, code);
    codeOfValue.set(value, code);
    return code;
  };
  return {
    name,
    set(row, value) {
      if (row === codes.length) codes = grown(codes, new Int32Array(row * 2));
      codes[row] = codeOfValue.get(value) ?? codeOf(value);
    },
    finish: (rows) => ({
      kind: 'categorical',
      feature: name,
      levels: [...codeOfLevel.keys()],
      codes: codes.subarray(0, rows),
    }),
  };
}

function grown<Values extends Float32Array | Int32Array>(from: Values, into: Values): Values {
  into.set(from);
  return into;
}
