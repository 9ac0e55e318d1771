import { fitTreePreparation } from '../preparation/fit-preparation.ts';
import { treeColumns } from '../preparation/tree-columns.ts';
import { growForest } from '../trees/random-forest.ts';
import { classWeights, type Fit, type FittingTask, type ForestTrainer } from './trainer.ts';

/** Numbers as they are and levels by their place. */
export function fitRandomForest(task: FittingTask, { classWeight, ...settings }: ForestTrainer): Fit {
  const { train, outputs, threads } = task;
  const classes = Math.max(2, outputs);
  const preparation = fitTreePreparation(train.table, task.missing);
  const columns = treeColumns(preparation, train.table);
  const weights = classWeights(classWeight, train.labels, classes);
  const rows = { columns, labels: train.labels, classes, outputs, classWeights: weights };
  const ensemble = growForest({ ...rows, settings, threads });
  return { preparation, scorer: { kind: 'trees', ensemble } };
}
