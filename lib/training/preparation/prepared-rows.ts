import { type CategoricalPreparation, columnsOf, type NumericPreparation, type Preparation } from '../fitted-model.ts';
import { levelReader, numberReader, type TrainingFeatures } from '../table/feature-reading.ts';

/**
 * Rows as columns of numbers, without the zeros: a numeric feature always has a value, and of all columns that are 0 or 1,
 * each group has at most one that is 1.
 */
export interface PreparedRows {
  readonly rows: number;
  /** Columns in all, in the order of the preparation. */
  readonly columns: number;
  /** Columns of `values`, in order. */
  readonly valueColumns: Int32Array;
  /** Standardised values, row by row. */
  readonly values: Float64Array;
  /** Groups of columns of which at most one is 1. */
  readonly groups: number;
  /** The column of each group that is 1, row by row; `columns`, which is no column, where none is. */
  readonly ones: Int32Array;
}

/** Applies a preparation to rows, exactly as a scorer applies it to one. */
export function prepareRows(preparation: readonly Preparation[], rows: readonly TrainingFeatures[]): PreparedRows {
  const columns = preparation.reduce((sum, part) => sum + columnsOf(part), 0);
  const numeric = preparation.filter((part) => part.kind === 'numeric');
  const groups = preparation.filter((part) => part.kind === 'categorical' || part.indicator).length;
  const prepared: PreparedRows = {
    rows: rows.length,
    columns,
    valueColumns: new Int32Array(numeric.length),
    values: new Float64Array(rows.length * numeric.length),
    groups,
    ones: new Int32Array(rows.length * groups).fill(columns),
  };
  const next = { column: 0, value: 0, group: 0 };
  for (const part of preparation) {
    if (part.kind === 'numeric') fillNumeric(prepared, part, next, rows);
    else fillCategorical(prepared, part, next, rows);
    next.column += columnsOf(part);
    next.value += Number(part.kind === 'numeric');
    next.group += Number(part.kind === 'categorical' || part.indicator);
  }
  return prepared;
}

interface Position {
  readonly column: number;
  readonly value: number;
  readonly group: number;
}

function fillNumeric(
  { values, valueColumns, ones, groups }: PreparedRows,
  { feature, missing, fill, mean, scale, indicator }: NumericPreparation,
  { column, value, group }: Position,
  rows: readonly TrainingFeatures[],
): void {
  const read = numberReader(missing);
  valueColumns[value] = column;
  for (const [row, features] of rows.entries()) {
    const number = read(features[feature]);
    const isMissing = Number.isNaN(number);
    values[row * valueColumns.length + value] = ((isMissing ? fill : number) - mean) / scale;
    if (isMissing && indicator) ones[row * groups + group] = column + 1;
  }
}

function fillCategorical(
  { ones, groups, columns }: PreparedRows,
  part: CategoricalPreparation,
  { column, group }: Position,
  rows: readonly TrainingFeatures[],
): void {
  const read = levelReader(part.missing);
  const levelColumns = new Map(part.levels.map((level, index) => [level, column + index]));
  const other = part.other ? column + part.levels.length : columns;
  const missing = part.indicator ? column + columnsOf(part) - 1 : columns;
  for (const [row, features] of rows.entries()) {
    const level = read(features[part.feature]);
    ones[row * groups + group] = level === null ? missing : (levelColumns.get(level) ?? other);
  }
}
