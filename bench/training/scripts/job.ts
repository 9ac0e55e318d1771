import { writeFileSync } from 'node:fs';
import { rocAuc } from '../../../lib/statistics/metrics/auc.ts';
import { logLoss } from '../../../lib/statistics/metrics/probability-loss.ts';
import type { FittedModel } from '../../../lib/training/fitted-model.ts';
import { writeXgboostJson } from '../../../lib/training/formats/write-xgboost.ts';
import { scoreTable } from '../../../lib/training/scoring/table-scores.ts';
import { fitBoostedTrees } from '../../../lib/training/trainers/fit-boosted-trees.ts';
import type { LabelledTable } from '../../../lib/training/trainers/trainer.ts';
import type { Dataset } from '../datasets.ts';
import { jobSettings } from '../job-settings.ts';
import { monotonicSeconds, orderOf, peakMegabytes, timed } from '../own-process.ts';
import { readDataset, splitAt } from '../split-dataset.ts';

/** The whole job: CSV, split, preparation, training, evaluation, model file. Prints one line of JSON as the peer's job does. */
export interface JobOrder {
  readonly dataset: Dataset;
  /** File with the numbers of the test rows. */
  readonly testRows: string;
  readonly threads: number;
  readonly seed: number;
  /** Where to save the model. */
  readonly out: string;
}

const { dataset, testRows, threads, seed, out } = orderOf<JobOrder>();

const read = await timed(() => readDataset(dataset));
const split = await timed(() => splitAt(read.result, dataset.positive, testRows));
const train = await timed(() => fit(split.result.train));
const evaluation = await timed(() => evaluate(train.result, split.result.test));
const save = await timed(() => saveModel(train.result));

console.log(
  JSON.stringify({
    read_s: read.seconds,
    prep_s: split.seconds,
    train_s: train.seconds,
    eval_s: evaluation.seconds,
    save_s: save.seconds,
    finished_s: monotonicSeconds(),
    peak_mb: peakMegabytes(),
    ...evaluation.result,
  }),
);
// threads may take their time to end
process.exit(0);

async function fit(rows: LabelledTable): Promise<FittedModel> {
  const learnt = await fitBoostedTrees(
    {
      train: rows,
      // nothing stops early
      validation: { table: { rows: 0, columns: [] }, labels: new Int32Array() },
      outputs: 1,
      missing: new Map(dataset.features.map(({ name, missing }) => [name, missing])),
      terms: { positiveClass: dataset.positive, classes: [] },
      champion: null,
      threads,
    },
    { ...jobSettings, seed },
  );
  return { ...learnt, positiveClass: dataset.positive, classes: [] };
}

function evaluate(model: FittedModel, { table, labels }: LabelledTable) {
  const scores = scoreTable(model, table) as number[];
  const positives = Array.from(labels, (label) => label === 1);
  return {
    auc: rocAuc(positives, scores),
    logloss: logLoss(scores.map((score, row) => (positives[row] ? score : 1 - score))),
  };
}

function saveModel({ scorer, preparation }: FittedModel): void {
  if (scorer.kind !== 'trees') throw new TypeError('the job trains trees');
  const names = preparation.map(({ feature }) => feature);
  writeFileSync(out, writeXgboostJson(scorer.ensemble, names));
}
