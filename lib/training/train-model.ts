import { type EvaluatedModel, evaluatedModel, type LearntModel } from './evaluation/evaluated-model.ts';
import type { EnsembleMember, FittedModel } from './fitted-model.ts';
import type { ModelScore } from './scoring/scorer.ts';
import { type TrainableRows, type TrainingRows, trainableRows } from './trainable-rows.ts';
import { equalWeights, fittedWeights } from './trainers/ensemble-weights.ts';
import { fitModel } from './trainers/fit-model.ts';
import type { SoftVote, Trainer } from './trainers/trainer.ts';

/** A model that votes, with its place among the trainers of the ensemble. */
interface LearntMember extends EnsembleMember {
  readonly place: number;
  readonly model: LearntModel;
}

export interface TrainedModel extends EvaluatedModel {
  /** Those of an ensemble that have a weight; where there is one only, the model is that one. Else empty. */
  readonly members: readonly LearntMember[];
}

/** As `trainOn` does with the parts of these rows, which `trainableRows` makes and may refuse. */
export async function trainModel({ trainer, ...rows }: TrainingRows & { readonly trainer: Trainer | SoftVote }) {
  return trainOn(trainableRows(rows), trainer);
}

/**
 * Fits preparation and model to the training part alone, the weights of an ensemble to validation rows, and scores all
 * three. A row whose label is none of the classes is measured, but not trained on.
 */
export async function trainOn(rows: TrainableRows, trainer: Trainer | SoftVote): Promise<TrainedModel> {
  if (trainer.kind === 'soft-vote') return trainEnsemble(rows, trainer);
  return { ...evaluatedModel(await fitModel(trainer, rows.fitting), rows), members: [] };
}

async function trainEnsemble(
  rows: TrainableRows,
  { members: trainers, weights: wanted }: SoftVote,
): Promise<TrainedModel> {
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
  if (only !== undefined && members.length === 1) return { ...evaluatedModel(only.model, rows), members };
  const scorer = { kind: 'ensemble', members: members.map(({ weight, model }) => ({ weight, model })) } as const;
  const model: FittedModel = { preparation: [], scorer, ...terms };
  return { ...evaluatedModel(model, rows), members };
}
