import { type ClassificationMeasurements, measure } from '../../statistics/metrics/measurements.ts';
import type { FittedModel } from '../fitted-model.ts';
import type { TrainingFeatures } from '../table/feature-reading.ts';
import { type ScoreTerms, scoreInTerms } from './score-terms.ts';
import { createScorer, type ModelScore } from './scorer.ts';

/** A row whose label is known. */
export interface LabelledRow {
  /** Of the outcome. */
  readonly id: string;
  readonly label: string;
  readonly features: TrainingFeatures;
}

export interface ScoredRows {
  readonly rows: readonly LabelledRow[];
  readonly scores: readonly ModelScore[];
  readonly measurements: ClassificationMeasurements;
}

/** What a model makes of rows, and how well; in the terms of another model where the two are to be compared. */
export function scoreRows(model: FittedModel, rows: readonly LabelledRow[], terms: ScoreTerms = model): ScoredRows {
  const score = createScorer(model);
  const scores = rows.map(({ features }) => scoreInTerms(model, terms, score(features)));
  const labels = rows.map(({ label }) => label);
  const { positiveClass, classes } = terms;
  return { rows, scores, measurements: measure({ labels, scores, positiveClass, classes }) };
}
