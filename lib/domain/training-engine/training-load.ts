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
 * Measured with outcomes from the archive on one core of x86 (Node 24): 50,000 rows of 15 features peaked at 355 MB,
 * 200,000 at 624 and 400,000 at 801; 200,000 of 5 features at 480 and of 30 at 1,016. Each is below the estimate.
 */
const memory = { baseMegabytes: 250, bytesPerRow: 900, bytesPerValue: 110 };

/**
 * The export holds the outcomes as they were read. Measured in the same way: 100,000 rows of 15 features peaked at 371 MB
 * and 400,000 at 692; 400,000 of 5 features at 603 and 200,000 of 30 at 864. Each is below the estimate.
 */
const exported = { baseMegabytes: 250, bytesPerRow: 700, bytesPerValue: 90 };

/** Reading, checking and sorting one archived outcome: 14 to 50 microseconds were measured. */
const READ_SECONDS_PER_ROW = 60e-6;

/** One value of one row while a tree grows by one level; twice what the histogram kernels take, which leaves room for the rest. */
const SECONDS_PER_VALUE_AND_LEVEL = 1.2e-9;

/** One value of one row in one step of a logistic regression: two passes over the row, with its one-hot columns. */
const SECONDS_PER_VALUE_AND_STEP = 10e-9;

const MEBIBYTE = 1_048_576;

/** Memory and time of one training, rather too much than too little. */
export function trainingLoad({ rows, columns, outputs, trainer }: TrainingSize): TrainingLoad {
  return {
    megabytes: megabytesOf(memory, rows, columns),
    seconds: Math.ceil(rows * (READ_SECONDS_PER_ROW + columns * outputs * secondsPerValue(trainer))),
  };
}

/** Memory that the export of so many rows takes, rather too much than too little. */
export function exportMegabytes(rows: number, columns: number): number {
  return megabytesOf(exported, rows, columns);
}

function megabytesOf(by: typeof memory, rows: number, columns: number): number {
  return Math.ceil(by.baseMegabytes + (rows * (by.bytesPerRow + columns * by.bytesPerValue)) / MEBIBYTE);
}

/** Members of an ensemble are trained one after the other, so their times add up and the memory is that of one. */
function secondsPerValue(trainer: TrainerSettings): number {
  // its own container learns; what is left is reading the rows
  if (trainer.kind === 'external') return 0;
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
