import { fitLogisticRegression, type LogisticSettings } from '../linear/logistic-regression.ts';
import { fitLinearPreparation } from '../preparation/fit-preparation.ts';
import { prepareTable } from '../preparation/prepared-rows.ts';
import type { Fit, FittingTask } from './trainer.ts';

/** Standardised numbers and one column per level. */
export function fitLogistic({ train, outputs, missing }: FittingTask, settings: LogisticSettings): Fit {
  const preparation = fitLinearPreparation(train.table, missing);
  const prepared = prepareTable(preparation, train.table);
  return { preparation, scorer: fitLogisticRegression({ prepared, labels: train.labels, outputs }, settings).scorer };
}
