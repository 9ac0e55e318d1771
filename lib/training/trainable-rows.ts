import type { FittedModel } from './fitted-model.ts';
import { type OutcomeRows, type SplitRows, splitOutcomes } from './row-parts.ts';
import type { FittingTask } from './trainers/trainer.ts';
import { requireTrainable } from './untrainable-rows.ts';

/** Rows to train on, and how. */
export interface TrainingRows extends OutcomeRows {
  /** What a warm start begins with. @default null */
  readonly champion?: FittedModel | null;
  /** The model is the same for any number. @default 1 */
  readonly threads?: number;
}

/** Rows in three parts, and what trainers get to see of them. */
export interface TrainableRows extends SplitRows {
  readonly fitting: FittingTask;
}

/** Splits rows by their ids. Throws `UntrainableRows`. */
export function trainableRows(rows: TrainingRows): TrainableRows {
  const { missing, positiveClass, classes, champion = null, threads = 1 } = rows;
  const split = splitOutcomes(rows);
  const { train, validation } = split;
  requireTrainable(train);
  const outputs = positiveClass === null ? classes.length : 1;
  const terms = { positiveClass, classes: [...classes] };
  return { ...split, fitting: { train, validation, outputs, missing, terms, champion, threads } };
}
