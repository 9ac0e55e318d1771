import { uniformAt } from '../../statistics/random-numbers.ts';

const COLUMN_STREAM = 1;

/** The columns that a tree may split by: as XGBoost's `colsample_bytree` the share rounded down, but at least one. */
export function sampledColumns(columns: number, share: number, seed: number, tree: number): ReadonlySet<number> {
  const count = Math.max(1, Math.floor(columns * share));
  const order = Array.from({ length: columns }, (_, column) => ({
    column,
    at: uniformAt(seed, COLUMN_STREAM, tree, column),
  }));
  return new Set(
    order
      .sort((one, other) => one.at - other.at)
      .slice(0, count)
      .map(({ column }) => column),
  );
}
