import { measure } from '../../statistics/metrics/measurements.ts';
import { uniformAt } from '../../statistics/random-numbers.ts';
import type { FittedModel } from '../fitted-model.ts';
import { scoreTable } from '../scoring/table-scores.ts';
import type { FeatureTable } from '../table/feature-table.ts';
import { columnAt, rowsAt } from '../table/table-parts.ts';

/** Rows and what happened to them. */
export interface EvaluatedRows {
  readonly table: FeatureTable;
  readonly labels: readonly string[];
}

const MOST_ROWS = 2_000;
const SEED = 1;

/**
 * By how much the log-loss of a model rises where the values of one feature are shuffled among the rows (Breiman 2001),
 * by the feature's name; about 0 for one that the model does not need. Looks at 2,000 rows at most, evenly spread, and
 * shuffles them the same way every time. Empty without rows.
 */
export function permutationImportance(model: FittedModel, rows: EvaluatedRows): Map<string, number> {
  const { table, labels } = sampled(rows);
  if (table.rows === 0) return new Map();
  const { positiveClass, classes } = model;
  const lossOf = (of: FeatureTable) =>
    measure({ labels, scores: scoreTable(model, of), positiveClass, classes })['log-loss'] ?? 0;
  const usual = lossOf(table);
  return new Map(
    table.columns.map((column, place) => {
      const shuffled = columnAt(column, order(table.rows, place));
      return [column.feature, lossOf({ rows: table.rows, columns: table.columns.with(place, shuffled) }) - usual];
    }),
  );
}

function sampled({ table, labels }: EvaluatedRows): EvaluatedRows {
  if (table.rows <= MOST_ROWS) return { table, labels };
  const places = Uint32Array.from({ length: MOST_ROWS }, (_, row) => Math.floor((row * table.rows) / MOST_ROWS));
  return { table: rowsAt(table, places), labels: Array.from(places, (place) => labels[place] as string) };
}

/** Rows in another order, by Fisher and Yates. */
function order(rows: number, stream: number): Uint32Array {
  const places = Uint32Array.from({ length: rows }, (_, row) => row);
  for (let last = rows - 1; last > 0; last -= 1) {
    const chosen = Math.floor(uniformAt(SEED, stream, 0, last) * (last + 1));
    const moved = places[last] as number;
    places[last] = places[chosen] as number;
    places[chosen] = moved;
  }
  return places;
}
