import { normalQuantile } from '../../lib/statistics/distributions/normal.ts';
import { uniformAt } from '../../lib/statistics/random-numbers.ts';

/** Columns that the label depends on; any further ones are noise. */
export const SYNTHETIC_COLUMNS = 28;

const MISSING_SHARE = 0.05;
const missingColumns: ReadonlySet<number> = new Set([2, 5, 8, 13, 20, 25]);

const streams = { value: 0, label: 1, missing: 2 };
const SMALLEST_UNIFORM = 2 ** -54;

/**
 * A row of products, steps and waves of normal numbers that no column says alone: fills the values, NaN where one is
 * missing, and returns the label. `values` has 28 columns or more. The same seed gives the same rows.
 */
export function syntheticRow(seed: number, row: number, values: Float64Array): 0 | 1 {
  for (let column = 0; column < values.length; column += 1) {
    const uniform = Math.max(SMALLEST_UNIFORM, uniformAt(seed, streams.value, row, column));
    values[column] = shaped(column, normalQuantile(uniform));
  }
  const chance = 1 / (1 + Math.exp(-marginOf(values)));
  for (const column of missingColumns) {
    if (uniformAt(seed, streams.missing, row, column) < MISSING_SHARE) values[column] = Number.NaN;
  }
  return uniformAt(seed, streams.label, row, 0) < chance ? 1 : 0;
}

function shaped(column: number, normal: number): number {
  if (column < 20 || column >= SYNTHETIC_COLUMNS) return normal;
  return column < 24 ? Math.exp(0.7 * normal) : Math.floor(4 * Math.abs(normal));
}

function marginOf(values: Float64Array): number {
  const x = (column: number) => values[column] as number;
  return (
    1.2 * x(0) +
    0.8 * x(1) * x(2) -
    0.9 * (x(3) > 0 ? x(4) : -x(5)) +
    0.5 * Math.sin(2 * x(6)) +
    0.3 * x(7) ** 2 -
    0.3 * Math.log(1 + x(20)) * x(8) +
    0.25 * (x(24) - 3) * (x(9) > 0 ? 1 : 0) +
    0.2 * x(10) * x(11) * x(12) -
    0.4
  );
}
