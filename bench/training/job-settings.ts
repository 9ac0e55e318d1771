import type { BoostedTrainer } from '../../lib/training/trainers/trainer.ts';

/** What every boosted model of the benchmarks is trained with, as the peers are by their defaults. */
export const jobSettings: BoostedTrainer = {
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
