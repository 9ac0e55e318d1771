import { writeFileSync } from 'node:fs';
import type { FittedModel } from '../../../lib/training/fitted-model.ts';
import { writeXgboostJson } from '../../../lib/training/formats/write-xgboost.ts';
import { boostedModel } from '../boosted-model.ts';
import { type Dataset, missingTexts } from '../datasets.ts';
import { evaluated } from '../evaluated.ts';
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
const train = await timed(() =>
  boostedModel({
    rows: split.result.train,
    terms: { positiveClass: dataset.positive, classes: [] },
    missing: missingTexts(dataset),
    threads,
    seed,
  }),
);
const evaluation = await timed(() => evaluated(train.result, split.result.test));
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

function saveModel({ scorer, preparation }: FittedModel): void {
  if (scorer.kind !== 'trees') throw new TypeError('the job trains trees');
  const names = preparation.map(({ feature }) => feature);
  writeFileSync(out, writeXgboostJson(scorer.ensemble, names));
}
