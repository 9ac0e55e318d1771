import type { TreeEnsemble } from './tree-ensemble.ts';

export interface BoostingSettings {
  /** Rounds; each grows one tree per output. */
  readonly trees: number;
  /** 1 to 16. */
  readonly depth: number;
  readonly learningRate: number;
  readonly l1Regularization: number;
  readonly l2Regularization: number;
  /** Least sum of hessians of a child. */
  readonly minimumChildWeight: number;
  /** Least loss reduction of a split. */
  readonly minimumGain: number;
  /** Share of the rows that take part in a tree, above 0 and at most 1. */
  readonly subsample: number;
  /** Share of the columns that a tree may split by, above 0 and at most 1. */
  readonly columnSample: number;
  /** Rounds without a lower validation loss after which training ends; 0 for never. */
  readonly earlyStoppingRounds: number;
  /** Unsigned 32 bits. */
  readonly seed: number;
  /** Per column: 1 where the margin may only rise with its values, -1 where it may only fall. */
  readonly monotone?: readonly (-1 | 0 | 1)[] | undefined;
}

export interface BoostingRows {
  /** NaN where missing. */
  readonly columns: readonly Float32Array[];
  /** Class of every row, from 0; with one output 1 is the positive class. */
  readonly labels: Int32Array;
  /** 1 for two classes, else the number of classes. */
  readonly outputs: number;
  /** By class; all 1 where absent. */
  readonly classWeights?: ArrayLike<number> | undefined;
}

export interface BoostingTask {
  readonly train: BoostingRows;
  readonly validation?: BoostingRows | undefined;
  readonly settings: BoostingSettings;
  /** @default 1 */
  readonly threads?: number | undefined;
  /** Margins begin with what it says, and its trees stay first. */
  readonly startFrom?: TreeEnsemble | undefined;
  /** After every round; the loss only where there are validation rows. */
  readonly onProgress?: ((round: number, validationLoss: number | undefined) => void) | undefined;
}

export interface BoostedTrees {
  readonly ensemble: TreeEnsemble;
  /** Rounds that were grown, of which later ones than the best were dropped. */
  readonly rounds: number;
  /** Number of the last round that was kept, from 1; 0 where none was better than the beginning. */
  readonly bestRound: number;
  /** Weighted mean log-loss after every round; empty without validation rows. */
  readonly validationLosses: readonly number[];
}
