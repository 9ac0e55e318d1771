import type { FittedModel } from '../fitted-model.ts';
import { fitBoostedTrees } from './fit-boosted-trees.ts';
import { fitLogistic } from './fit-logistic-regression.ts';
import { fitRandomForest } from './fit-random-forest.ts';
import type { Fit, FittingTask, Trainer } from './trainer.ts';

/** What a trainer learns of the rows, in their terms. */
export async function fitModel(trainer: Trainer, task: FittingTask): Promise<FittedModel> {
  const { positiveClass, classes } = task.terms;
  return { ...(await fitTrainer(trainer, task)), positiveClass, classes: [...classes] };
}

async function fitTrainer(trainer: Trainer, task: FittingTask): Promise<Fit> {
  if (trainer.kind === 'logistic-regression') return fitLogistic(task, trainer.settings);
  if (trainer.kind === 'random-forest') return fitRandomForest(task, trainer.settings);
  return fitBoostedTrees(task, trainer.settings);
}
