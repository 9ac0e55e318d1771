import { type Calibration, calibration } from '../../statistics/metrics/calibration.ts';
import { type ConfusionMatrix, confusionMatrix } from '../../statistics/metrics/confusion-matrix.ts';
import { type ClassificationMeasurements, measure } from '../../statistics/metrics/measurements.ts';
import type { ScoreTerms } from '../scoring/score-terms.ts';
import type { ModelScore } from '../scoring/scorer.ts';
import type { FeatureTable } from '../table/feature-table.ts';

/** Scored rows of which the labels are known. */
export interface ScoredTable {
  readonly table: FeatureTable;
  readonly labels: readonly string[];
  readonly scores: readonly ModelScore[];
}

/** The rows that have one value of a feature. */
interface SliceMeasurements {
  readonly level: string;
  readonly measurements: ClassificationMeasurements;
}

export interface DetailedEvaluation {
  readonly confusion: ConfusionMatrix;
  /** Of the positive class, or of the most probable one. */
  readonly calibration: Calibration;
  /** The most frequent values of the feature first; empty without one to slice by. */
  readonly slices: SliceMeasurements[];
}

const MOST_SLICES = 50;

/** What a model does on rows, beyond its measurements. `sliceBy` names a categorical feature, or is null. */
export function evaluateDetails(terms: ScoreTerms, rows: ScoredTable, sliceBy: string | null): DetailedEvaluation {
  const { labels, scores } = rows;
  return {
    confusion: confusionMatrix({ ...terms, labels, scores }),
    calibration: calibrationOf(terms, rows),
    slices: sliceBy === null ? [] : slicesOf(terms, rows, sliceBy),
  };
}

function calibrationOf({ positiveClass, classes }: ScoreTerms, { labels, scores }: ScoredTable): Calibration {
  if (positiveClass !== null) {
    return calibration(
      scores.map(Number),
      labels.map((label) => label === positiveClass),
    );
  }
  const winners = scores.map((score) => {
    const probabilities = [score].flat();
    const probability = Math.max(...probabilities);
    return { probability, label: classes[probabilities.indexOf(probability)] };
  });
  return calibration(
    winners.map(({ probability }) => probability),
    winners.map(({ label }, row) => label === labels[row]),
  );
}

function slicesOf(terms: ScoreTerms, { table, labels, scores }: ScoredTable, sliceBy: string): SliceMeasurements[] {
  const column = table.columns.find(({ feature }) => feature === sliceBy);
  if (column?.kind !== 'categorical') return [];
  const places = column.levels.map((): number[] => []);
  for (const [row, code] of column.codes.entries()) places[code]?.push(row);
  return places
    .map((rows, code) => ({ rows, level: column.levels[code] ?? '' }))
    .filter(({ rows }) => rows.length > 0)
    .sort((one, other) => other.rows.length - one.rows.length || (one.level < other.level ? -1 : 1))
    .slice(0, MOST_SLICES)
    .map(({ rows, level }) => ({
      level,
      measurements: measure({
        ...terms,
        labels: rows.map((row) => labels[row] ?? ''),
        scores: rows.map((row) => scores[row] ?? Number.NaN),
      }),
    }));
}
