import type { StoredOutcome } from '../artifacts/outcome.ts';
import type { Problem } from '../errors.ts';
import type { PredictionRecord } from '../ports/outcome-store.ts';
import { valueText } from '../problems.ts';

/** One row of a prediction request; without an index the only one. */
export interface PredictionRow {
  readonly predictionId: string;
  readonly index: number | null;
}

const ROW_ID = /^(.+)-(0|[1-9]\d{0,3})$/;

/** What `<predictionId>-<index>` or `<predictionId>` may mean, the likelier first. */
export function rowsMeant(id: string): readonly PredictionRow[] {
  const whole = { predictionId: id, index: null };
  const [, predictionId, index] = ROW_ID.exec(id) ?? [];
  return predictionId === undefined ? [whole] : [{ predictionId, index: Number(index) }, whole];
}

/** What an outcome calls the row of a prediction that it is the outcome of. */
export function linkedId(predictionId: string, index: number): string {
  return `${predictionId}-${index}`;
}

/** A prediction that an outcome speaks of. */
export interface FoundPrediction {
  readonly record: PredictionRecord;
  readonly index: number | null;
}

/** The row of a prediction, as an outcome keeps it, and its features; null where there is no such row. */
export function linkedRow({ record, index }: FoundPrediction) {
  const { predictionId, modelVersion, functionVersion, at, rows } = record;
  const row = rows[index ?? 0];
  if (row === undefined) return null;
  const prediction: NonNullable<StoredOutcome['prediction']> = {
    id: linkedId(predictionId, index ?? 0),
    modelVersion,
    functionVersion,
    at,
    score: row.score,
  };
  return { prediction, features: row.features };
}

/** An id without an index says nothing when there are several rows. */
export function linkProblems({ record, index }: FoundPrediction): Problem[] {
  const { predictionId, rows } = record;
  if (index !== null || rows.length === 1) return [];
  const expected = `should name one of its ${rows.length} rows, such as ${valueText(`${predictionId}-0`)}`;
  return [{ path: 'predictionId', expected, got: valueText(predictionId) }];
}
