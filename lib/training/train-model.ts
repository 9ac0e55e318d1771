import { type ClassificationMeasurements, measure } from '../statistics/metrics/measurements.ts';
import type { FittedModel } from './fitted-model.ts';
import { fitLogisticRegression, type LogisticSettings } from './linear/logistic-regression.ts';
import { type FeatureColumn, fitPreparation } from './preparation/fit-preparation.ts';
import { prepareRows } from './preparation/prepared-rows.ts';
import { goldenRows } from './scoring/golden-rows.ts';
import { type ScoreTerms, scoreInTerms } from './scoring/score-terms.ts';
import { createScorer, type GoldenRow, type ModelScore } from './scoring/scorer.ts';
import { partOf, type RowPart } from './split.ts';
import type { TrainingFeatures } from './table/feature-reading.ts';

export interface TrainingRow {
  /** Of the outcome; decides which part the row belongs to. */
  readonly id: string;
  readonly label: string;
  readonly features: TrainingFeatures;
}

export interface TrainingTask {
  readonly rows: readonly TrainingRow[];
  readonly features: readonly FeatureColumn[];
  /** Every other label is negative; null where there are classes. */
  readonly positiveClass: string | null;
  readonly classes: readonly string[];
  readonly settings: LogisticSettings;
}

/** One part of the rows and what the model makes of it. */
export interface ScoredPart {
  readonly rows: readonly TrainingRow[];
  readonly scores: readonly ModelScore[];
  readonly measurements: ClassificationMeasurements;
}

export interface TrainedModel extends FittedModel {
  readonly stats: {
    readonly trainingRows: number;
    readonly trainAccuracy: number | null;
    readonly validationAccuracy: number | null;
    /** On the holdout. */
    readonly auc: number | null;
  };
  readonly golden: GoldenRow[];
  readonly parts: Readonly<Record<RowPart, ScoredPart>>;
}

/**
 * Splits the rows by their ids, fits preparation and model to the training part alone, and scores all three. A row whose
 * label is none of the classes is measured, but not trained on.
 */
export function trainModel({ rows, features, positiveClass, classes, settings }: TrainingTask): TrainedModel {
  const parts = splitRows(rows);
  const outputs = positiveClass === null ? classes.length : 1;
  const classOf = labelReader(positiveClass, classes);
  const fitted = parts.train.filter(({ label }) => classOf(label) !== null);
  const values = fitted.map((row) => row.features);

  const preparation = fitPreparation(features, values);
  const prepared = prepareRows(preparation, values);
  const labels = Int32Array.from(fitted, ({ label }) => classOf(label) ?? 0);
  const { scorer } = fitLogisticRegression({ prepared, labels, outputs }, settings);

  const model: FittedModel = { preparation, scorer, positiveClass, classes: [...classes] };
  const train = scorePart(model, parts.train);
  const validation = scorePart(model, parts.validation);
  const holdout = scorePart(model, parts.holdout);
  const stats = {
    trainingRows: fitted.length,
    trainAccuracy: train.measurements.accuracy,
    validationAccuracy: validation.measurements.accuracy,
    auc: holdout.measurements.auc,
  };
  const golden = goldenRows(
    model,
    parts.validation.map((row) => row.features),
  );
  return { ...model, stats, golden, parts: { train, validation, holdout } };
}

/** Rows by the part they belong to, each in the order given. */
export function splitRows<Row extends { readonly id: string }>(rows: readonly Row[]): Record<RowPart, Row[]> {
  const parts: Record<RowPart, Row[]> = { train: [], validation: [], holdout: [] };
  for (const row of rows) parts[partOf(row.id)].push(row);
  return parts;
}

/** What a model makes of rows, and how well; in the terms of another model where the two are to be compared. */
export function scorePart(model: FittedModel, rows: readonly TrainingRow[], terms: ScoreTerms = model): ScoredPart {
  const score = createScorer(model);
  const scores = rows.map(({ features }) => scoreInTerms(model, terms, score(features)));
  const labels = rows.map(({ label }) => label);
  const { positiveClass, classes } = terms;
  return { rows, scores, measurements: measure({ labels, scores, positiveClass, classes }) };
}

function labelReader(positiveClass: string | null, classes: readonly string[]): (label: string) => number | null {
  if (positiveClass !== null) return (label) => Number(label === positiveClass);
  const indices = new Map(classes.map((label, index) => [label, index]));
  return (label) => indices.get(label) ?? null;
}
