import { type ClassificationMeasurements, measure } from '../statistics/metrics/measurements.ts';
import type { EnsembleMember, FittedModel } from './fitted-model.ts';
import { type GoldenRow, goldenRows } from './scoring/golden-rows.ts';
import type { ModelScore } from './scoring/scorer.ts';
import { scoreTable } from './scoring/table-scores.ts';
import type { RowPart } from './split.ts';
import { type SplitRows, splitRows, type TrainingRows, type UnscoredPart } from './split-rows.ts';
import { equalWeights, fittedWeights } from './trainers/ensemble-weights.ts';
import { fitModel } from './trainers/fit-model.ts';
import type { SoftVote, Trainer } from './trainers/trainer.ts';

/** One part of the rows and what the model makes of it. */
interface ScoredPart extends UnscoredPart {
  readonly scores: readonly ModelScore[];
  readonly measurements: ClassificationMeasurements;
}

/** A model with all that is stored with it. */
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

/** A model that votes, with its place among the trainers of the ensemble. */
interface LearntMember extends EnsembleMember {
  readonly place: number;
  readonly model: LearntModel;
}

export interface TrainedModel extends LearntModel {
  readonly parts: Readonly<Record<RowPart, ScoredPart>>;
  /** Those of an ensemble that have a weight; where there is one only, the model is that one. Else empty. */
  readonly members: readonly LearntMember[];
}

/** As `trainOn` does with the parts of these rows, which `splitRows` makes and may refuse. */
export async function trainModel({ trainer, ...rows }: TrainingRows & { readonly trainer: Trainer | SoftVote }) {
  return trainOn(splitRows(rows), trainer);
}

/** Fits preparation and model to the training part alone, the weights of an ensemble to validation rows, and scores all three. */
export async function trainOn(rows: SplitRows, trainer: Trainer | SoftVote): Promise<TrainedModel> {
  if (trainer.kind === 'soft-vote') return trainEnsemble(rows, trainer);
  const model = await fitModel(trainer, rows.fitting);
  const parts = scoreParts(model, rows);
  return { ...learntOf(model, rows, parts), parts, members: [] };
}

async function trainEnsemble(rows: SplitRows, { members: trainers, weights: wanted }: SoftVote): Promise<TrainedModel> {
  const models: LearntModel[] = [];
  const scores: (readonly ModelScore[])[] = [];
  for (const trainer of trainers) {
    const { parts, members: _, ...learnt } = await trainOn(rows, trainer);
    models.push(learnt);
    // the scores of training rows would fill the memory that the next one needs
    scores.push(parts.validation.scores);
  }
  const { terms } = rows.fitting;
  const weights =
    wanted === 'equal'
      ? equalWeights(models.length)
      : fittedWeights(scores, { labels: rows.parts.validation.labels, ...terms });
  const members = models
    .map((model, place) => ({ place, model, weight: weights[place] ?? 0 }))
    .filter(({ weight }) => weight > 0);
  const [only] = members;
  if (only !== undefined && members.length === 1)
    return { ...only.model, parts: scoreParts(only.model, rows), members };
  const scorer = { kind: 'ensemble', members: members.map(({ weight, model }) => ({ weight, model })) } as const;
  const model: FittedModel = { preparation: [], scorer, ...terms };
  const parts = scoreParts(model, rows);
  return { ...learntOf(model, rows, parts), parts, members };
}

function scoreParts(model: FittedModel, { parts }: SplitRows): TrainedModel['parts'] {
  const { positiveClass, classes } = model;
  const scored = (part: UnscoredPart): ScoredPart => {
    const scores = scoreTable(model, part.table);
    return { ...part, scores, measurements: measure({ labels: part.labels, scores, positiveClass, classes }) };
  };
  return { train: scored(parts.train), validation: scored(parts.validation), holdout: scored(parts.holdout) };
}

function learntOf(
  model: FittedModel,
  { fitting, parts: unscored }: SplitRows,
  { train, validation, holdout }: TrainedModel['parts'],
): LearntModel {
  const stats = {
    trainingRows: fitting.train.labels.length,
    trainAccuracy: train.measurements.accuracy,
    validationAccuracy: validation.measurements.accuracy,
    auc: holdout.measurements.auc,
  };
  return { ...model, stats, golden: goldenRows(model, unscored.validation.table) };
}
