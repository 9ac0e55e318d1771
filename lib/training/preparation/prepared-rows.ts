import {
  type CategoricalPreparation,
  columnsOf,
  type LinearPreparation,
  type NumericPreparation,
} from '../fitted-model.ts';
import type { FeatureTable, TableColumn } from '../table/feature-table.ts';

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

/** Applies a preparation to a table, exactly as a scorer applies it to one row. A feature that the table lacks is missing. */
export function prepareTable(preparation: readonly LinearPreparation[], table: FeatureTable): PreparedRows {
  const { rows } = table;
  const columns = preparation.reduce((sum, part) => sum + columnsOf(part), 0);
  const numeric = preparation.filter((part) => part.kind === 'numeric');
  const groups = preparation.filter((part) => part.kind === 'categorical' || part.indicator).length;
  const prepared: PreparedRows = {
    rows,
    columns,
    valueColumns: new Int32Array(numeric.length),
    values: new Float64Array(rows * numeric.length),
    groups,
    ones: new Int32Array(rows * groups).fill(columns),
  };
  const columnOf = new Map(table.columns.map((column) => [column.feature, column]));
  const next = { column: 0, value: 0, group: 0 };
  for (const part of preparation) {
    const column = columnOf.get(part.feature);
    if (part.kind === 'numeric') fillNumeric(prepared, part, next, column);
    else fillCategorical(prepared, part, next, column);
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
  { rows, values, valueColumns, ones, groups }: PreparedRows,
  { fill, mean, scale, indicator }: NumericPreparation,
  { column, value, group }: Position,
  source: TableColumn | undefined,
): void {
  const numbers = source?.kind === 'numeric' ? source.values : new Float32Array(rows).fill(Number.NaN);
  const width = valueColumns.length;
  valueColumns[value] = column;
  for (let row = 0; row < rows; row += 1) {
    const number = numbers[row] as number;
    const isMissing = Number.isNaN(number);
    values[row * width + value] = ((isMissing ? fill : number) - mean) / scale;
    if (isMissing && indicator) ones[row * groups + group] = column + 1;
  }
}

function fillCategorical(
  { rows, ones, groups, columns }: PreparedRows,
  part: CategoricalPreparation,
  { column, group }: Position,
  source: TableColumn | undefined,
): void {
  const levelColumns = new Map(part.levels.map((level, index) => [level, column + index]));
  const other = part.other ? column + part.levels.length : columns;
  const missing = part.indicator ? column + columnsOf(part) - 1 : columns;
  const levels = source?.kind === 'categorical' ? source.levels : [];
  const columnOfCode = Int32Array.from(levels, (level) => levelColumns.get(level) ?? other);
  for (let row = 0; row < rows; row += 1) {
    const code = source?.kind === 'categorical' ? (source.codes[row] as number) : -1;
    ones[row * groups + group] = code < 0 ? missing : (columnOfCode[code] as number);
  }
}
