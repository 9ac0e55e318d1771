import type { FittedModel } from '../fitted-model.ts';
import type { TrainingFeatures } from '../table/feature-reading.ts';
import type { FeatureTable, TableColumn } from '../table/feature-table.ts';
import { createScorer, type ModelScore } from './scorer.ts';

/** A row and what it has to score. */
export interface GoldenRow {
  readonly row: TrainingFeatures;
  readonly score: ModelScore;
}

const SPREAD_ROWS = 9;
const TOLERANCE = 1e-9;
// float32 sums, which another processor may take in another order
const NETWORK_TOLERANCE = 1e-5;

/** Rows evenly spread over a table, and one with everything missing, with what they score; 10 at most. */
export function goldenRows(model: FittedModel, table: FeatureTable): GoldenRow[] {
  const score = createScorer(model);
  const count = Math.min(SPREAD_ROWS, table.rows);
  const spread = Array.from({ length: count }, (_, index) =>
    featuresAt(table, Math.floor((index * table.rows) / count)),
  );
  return [...spread, {}].map((row) => ({ row, score: score(row) }));
}

/** Which golden row a model does not score any more as it did when it was trained; null when all are right. */
export function goldenFault(model: FittedModel, golden: readonly GoldenRow[]): string | null {
  const score = createScorer(model);
  const tolerance = model.scorer.kind === 'onnx' ? NETWORK_TOLERANCE : TOLERANCE;
  for (const [index, { row, score: expected }] of golden.entries()) {
    const got = score(row);
    if (!agree(expected, got, tolerance)) return `golden row ${index} should score ${expected}, got ${got}`;
  }
  return null;
}

function featuresAt({ columns }: FeatureTable, row: number): TrainingFeatures {
  return Object.fromEntries(columns.map((column) => [column.feature, valueAt(column, row)]));
}

/** What a reader of that feature reads as the same value. */
function valueAt(column: TableColumn, row: number): number | string | null {
  if (column.kind === 'categorical') return column.levels[column.codes[row] ?? -1] ?? null;
  const value = column.values[row] ?? Number.NaN;
  return Number.isNaN(value) ? null : value;
}

function agree(one: ModelScore, other: ModelScore, tolerance: number): boolean {
  const [left, right] = [[one].flat(), [other].flat()];
  return (
    left.length === right.length && left.every((value, k) => Math.abs(value - (right[k] ?? Number.NaN)) <= tolerance)
  );
}
