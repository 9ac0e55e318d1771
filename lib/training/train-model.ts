import { type EvaluatedModel, evaluatedModel } from './evaluation/evaluated-model.ts';
import type { FittedModel } from './fitted-model.ts';
import { type OutcomeRows, splitOutcomes } from './row-parts.ts';
import { fitBoostedTrees } from './trainers/fit-boosted-trees.ts';
import { fitLogistic } from './trainers/fit-logistic-regression.ts';
import { fitRandomForest } from './trainers/fit-random-forest.ts';
import type { Fit, FittingTask, Trainer } from './trainers/trainer.ts';
import { requireTrainable } from './untrainable-rows.ts';

export interface TrainingTask extends OutcomeRows {
  readonly trainer: Trainer;
  /** What a warm start begins with. @default null */
  readonly champion?: FittedModel | null;
  /** The model is the same for any number. @default 1 */
  readonly threads?: number;
}

/**
 * Splits the rows by their ids, fits preparation and model to the training part alone, and scores all three. A row whose
 * label is none of the classes is measured, but not trained on. Throws `UntrainableRows`.
 */
export async function trainModel(task: TrainingTask): Promise<EvaluatedModel> {
  const { positiveClass, classes } = task;
  const rows = splitOutcomes(task);
  const { train, validation } = rows;
  requireTrainable(train);
  const fit = await fitTrainer(task.trainer, {
    train,
    validation,
    outputs: positiveClass === null ? classes.length : 1,
    missing: task.missing,
    terms: { positiveClass, classes },
    champion: task.champion ?? null,
    threads: task.threads ?? 1,
  });
  return evaluatedModel({ ...fit, positiveClass, classes: [...classes] }, rows);
}

async function fitTrainer(trainer: Trainer, task: FittingTask): Promise<Fit> {
  if (trainer.kind === 'logistic-regression') return fitLogistic(task, trainer.settings);
  if (trainer.kind === 'random-forest') return fitRandomForest(task, trainer.settings);
  return fitBoostedTrees(task, trainer.settings);
}
