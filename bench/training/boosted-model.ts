import type { FittedModel } from '../../lib/training/fitted-model.ts';
import type { MissingTexts } from '../../lib/training/preparation/fit-preparation.ts';
import type { ScoreTerms } from '../../lib/training/scoring/score-terms.ts';
import { fitBoostedTrees } from '../../lib/training/trainers/fit-boosted-trees.ts';
import type { BoostedTrainer, LabelledTable } from '../../lib/training/trainers/trainer.ts';

/** What every boosted model of the benchmarks is trained with; the peers are given the same. */
const boostedSettings: BoostedTrainer = {
  trees: 100,
  depth: 6,
  learningRate: 0.1,
  l1Regularization: 0,
  l2Regularization: 1,
  minimumChildWeight: 1,
  minimumGain: 0,
  subsample: 1,
  columnSample: 1,
  earlyStoppingRounds: 0,
  seed: 7,
  risingFeatures: [],
  fallingFeatures: [],
  classWeight: 'none',
  warmStart: false,
};

interface BoostedTask {
  readonly rows: LabelledTable;
  readonly terms: ScoreTerms;
  readonly missing: MissingTexts;
  readonly threads: number;
  readonly seed: number;
}

/** Prepares and trains as the product does, without a validation part, since nothing stops early. */
export async function boostedModel({ rows, terms, missing, threads, seed }: BoostedTask): Promise<FittedModel> {
  const learnt = await fitBoostedTrees(
    {
      train: rows,
      validation: { table: { rows: 0, columns: [] }, labels: new Int32Array() },
      outputs: terms.positiveClass === null ? terms.classes.length : 1,
      champion: null,
      ...{ missing, terms, threads },
    },
    { ...boostedSettings, seed },
  );
  return { ...learnt, ...terms };
}
