import { fitLogisticRegression, type LogisticSettings } from '../linear/logistic-regression.ts';
import { startFromChampion } from '../linear/warm-start.ts';
import { fitLinearPreparation } from '../preparation/fit-preparation.ts';
import { prepareTable } from '../preparation/prepared-rows.ts';
import type { Fit, FittingTask } from './trainer.ts';

/** Standardised numbers and one column per level; a warm start begins where the champion ended. */
export function fitLogistic(task: FittingTask, settings: LogisticSettings): Fit {
  const { train, outputs, missing, champion, terms } = task;
  const preparation = fitLinearPreparation(train.table, missing);
  const prepared = prepareTable(preparation, train.table);
  const start = champion === null ? null : startFromChampion(champion, { preparation, ...terms });
  const { scorer } = fitLogisticRegression({ prepared, labels: train.labels, outputs }, settings, start ?? undefined);
  return { preparation, scorer };
}
