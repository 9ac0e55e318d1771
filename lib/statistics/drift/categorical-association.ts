import { chiSquareSf } from '../distributions/chi-square.ts';
import { pairedShares } from './shares.ts';

export interface CategoricalAssociation {
  readonly chiSquare: number;
  readonly degrees: number;
  readonly pValue: number;
  /** Cramér's V, the size of the effect whatever the number of rows: √(χ²/N) for a table of two rows, 0 to 1. */
  readonly cramersV: number;
}

/**
 * Pearson's chi-square test, without a correction for continuity, that two samples' counts come from one distribution;
 * what neither has does not count. Null where one of them is empty.
 */
export function categoricalAssociation(
  reference: readonly number[],
  current: readonly number[],
): CategoricalAssociation | null {
  if (pairedShares(reference, current) === null) return null;
  const [expectedRows, actualRows] = [sum(reference), sum(current)];
  const rows = expectedRows + actualRows;
  const columns = reference
    .map((count, level) => ({ expected: count, actual: current[level] ?? 0 }))
    .filter(({ expected, actual }) => expected + actual > 0);
  // of a table of two rows, both cells of a column are equally far from what is expected
  const terms = columns.map(({ expected, actual }) => {
    const share = (expected + actual) / rows;
    const excess = (actual * expectedRows - expected * actualRows) / rows;
    return excess ** 2 / (share * expectedRows) + excess ** 2 / (share * actualRows);
  });
  const [chiSquare, degrees] = [sum(terms), columns.length - 1];
  const pValue = degrees === 0 ? 1 : chiSquareSf(chiSquare, degrees);
  return { chiSquare, degrees, pValue, cramersV: Math.sqrt(chiSquare / rows) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
