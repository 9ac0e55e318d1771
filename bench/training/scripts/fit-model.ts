import type { FittedModel } from '../../../lib/training/fitted-model.ts';
import { fitLogisticRegression } from '../../../lib/training/linear/logistic-regression.ts';
import { fitLinearPreparation, fitTreePreparation } from '../../../lib/training/preparation/fit-preparation.ts';
import { prepareTable } from '../../../lib/training/preparation/prepared-rows.ts';
import { treeColumns } from '../../../lib/training/preparation/tree-columns.ts';
import type { LabelledTable } from '../../../lib/training/trainers/trainer.ts';
import { growForest } from '../../../lib/training/trees/random-forest.ts';
import { type Dataset, missingTexts } from '../datasets.ts';
import { evaluated } from '../evaluated.ts';
import { orderOf, peakMegabytes, timed } from '../own-process.ts';
import { readDataset, splitAt } from '../split-dataset.ts';

/** One fit of a model that is no boosted one; its time is that of the fit alone, on rows that are prepared. */
export interface FitOrder {
  readonly kind: 'lr' | 'rf';
  readonly dataset: Dataset;
  /** File with the numbers of the test rows. */
  readonly testRows: string;
}

const { kind, dataset, testRows } = orderOf<FitOrder>();
const missing = missingTexts(dataset);
const { train, test } = splitAt(await readDataset(dataset), dataset.positive, testRows);
const { learnt, seconds } = await (kind === 'lr' ? logistic(train) : forest(train));
const model: FittedModel = { ...learnt, positiveClass: dataset.positive, classes: [] };
console.log(JSON.stringify({ train_s: seconds, peak_mb: peakMegabytes(), ...evaluated(model, test) }));

async function logistic({ table, labels }: LabelledTable) {
  const preparation = fitLinearPreparation(table, missing);
  const prepared = prepareTable(preparation, table);
  const { result, seconds } = await timed(() =>
    fitLogisticRegression(
      { prepared, labels, outputs: 1 },
      { inverseRegularization: 1, maximumIterations: 200, tolerance: 1e-4, classWeight: 'none', warmStart: false },
    ),
  );
  return { learnt: { preparation, scorer: result.scorer }, seconds };
}

async function forest({ table, labels }: LabelledTable) {
  const preparation = fitTreePreparation(table, missing);
  const columns = treeColumns(preparation, table);
  const settings = { trees: 100, depth: 16, minimumLeafRows: 5, seed: 7 };
  const { result, seconds } = await timed(() => growForest({ columns, labels, classes: 2, settings, threads: 1 }));
  return { learnt: { preparation, scorer: { kind: 'trees' as const, ensemble: result } }, seconds };
}
