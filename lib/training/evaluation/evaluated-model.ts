import { type ClassificationMeasurements, measure } from '../../statistics/metrics/measurements.ts';
import type { FittedModel } from '../fitted-model.ts';
import type { SplitRows, UnscoredPart } from '../row-parts.ts';
import { type GoldenRow, goldenRows } from '../scoring/golden-rows.ts';
import type { ModelScore } from '../scoring/scorer.ts';
import { scoreTable } from '../scoring/table-scores.ts';
import type { RowPart } from '../split.ts';

/** One part of the rows and what the model makes of it. */
interface ScoredPart extends UnscoredPart {
  readonly scores: readonly ModelScore[];
  readonly measurements: ClassificationMeasurements;
}

/** A model with what it says of itself. */
export interface LearntModel extends FittedModel {
  readonly stats: {
    readonly trainingRows: number;
    readonly trainAccuracy: number | null;
    readonly validationAccuracy: number | null;
    /** On the holdout. */
    readonly auc: number | null;
  };
  readonly golden: GoldenRow[];
}

export interface EvaluatedModel extends LearntModel {
  readonly parts: Readonly<Record<RowPart, ScoredPart>>;
}

/** A model with what it does on all three parts. A row whose label is none of the classes is measured too. */
export function evaluatedModel(model: FittedModel, { parts: unscored, train }: SplitRows): EvaluatedModel {
  const parts = {
    train: scorePart(model, unscored.train),
    validation: scorePart(model, unscored.validation),
    holdout: scorePart(model, unscored.holdout),
  };
  const stats = {
    trainingRows: train.labels.length,
    trainAccuracy: parts.train.measurements.accuracy,
    validationAccuracy: parts.validation.measurements.accuracy,
    auc: parts.holdout.measurements.auc,
  };
  return { ...model, stats, golden: goldenRows(model, unscored.validation.table), parts };
}

function scorePart(model: FittedModel, part: UnscoredPart): ScoredPart {
  const scores = scoreTable(model, part.table);
  const { positiveClass, classes } = model;
  return { ...part, scores, measurements: measure({ labels: part.labels, scores, positiveClass, classes }) };
}
