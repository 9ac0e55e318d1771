import type { SingleTrainer, TrainerSettings } from '../definition/trainer-settings.ts';

/** What one training reads and how it learns. */
export interface TrainingSize {
  readonly rows: number;
  /** Features of a row. */
  readonly columns: number;
  /** Scores that a row gets: one, or as many as there are classes. */
  readonly outputs: number;
  readonly trainer: TrainerSettings;
}

/** What a training is expected to take. */
export interface TrainingLoad {
  readonly megabytes: number;
  /** On one vCPU. */
  readonly seconds: number;
}

/**
 * Measured with outcomes from the archive on one core of x86 (Node 24): 50,000 rows of 15 features peaked at 303 MB,
 * 200,000 at 505 and 400,000 at 795; 200,000 of 5 features at 491 and of 30 at 921. Each is below the estimate.
 */
const memory = { baseMegabytes: 230, bytesPerRow: 900, bytesPerValue: 100 };

/** Reading, checking and sorting one archived outcome: 14 to 50 microseconds were measured. */
const READ_SECONDS_PER_ROW = 60e-6;

/** One value of one row while a tree grows by one level; twice what the histogram kernels take, which leaves room for the rest. */
const SECONDS_PER_VALUE_AND_LEVEL = 1.2e-9;

/** One value of one row in one step of a logistic regression: two passes over the row, with its one-hot columns. */
const SECONDS_PER_VALUE_AND_STEP = 10e-9;

const MEBIBYTE = 1_048_576;

/** Memory and time of one training, rather too much than too little. */
export function trainingLoad({ rows, columns, outputs, trainer }: TrainingSize): TrainingLoad {
  const bytes = rows * (memory.bytesPerRow + columns * memory.bytesPerValue);
  return {
    megabytes: Math.ceil(memory.baseMegabytes + bytes / MEBIBYTE),
    seconds: Math.ceil(rows * (READ_SECONDS_PER_ROW + columns * outputs * secondsPerValue(trainer))),
  };
}

/** Members of an ensemble are trained one after the other, so their times add up and the memory is that of one. */
function secondsPerValue(trainer: TrainerSettings): number {
  if (trainer.kind !== 'soft-vote') return secondsOfOne(trainer);
  return trainer.members.reduce((sum, member) => sum + secondsOfOne(member), 0);
}

function secondsOfOne({ kind, parameters }: SingleTrainer): number {
  const count = (name: string) => Number(parameters[name]);
  if (kind === 'logistic-regression') return count('maximumIterations') * SECONDS_PER_VALUE_AND_STEP;
  const levels = {
    'gradient-boosted-trees': () => count('trees') * count('depth'),
    'random-forest': () => count('trees') * count('depth'),
    xgboost: () => count('num_round') * count('max_depth'),
    lightgbm: () => count('num_iterations') * Math.ceil(Math.log2(count('num_leaves'))),
  }[kind]();
  return levels * SECONDS_PER_VALUE_AND_LEVEL;
}
