import type { FittedModel, Preparation } from '../fitted-model.ts';
import type { LogisticSettings } from '../linear/logistic-regression.ts';
import type { MissingTexts } from '../preparation/fit-preparation.ts';
import type { ScoreTerms } from '../scoring/score-terms.ts';
import type { FeatureTable } from '../table/feature-table.ts';
import type { BoostingSettings } from '../trees/boosting-task.ts';
import type { ForestSettings } from '../trees/forest-task.ts';

/** `balanced` gives every class the same weight in all, however rare it is. */
export type ClassWeight = 'none' | 'balanced';

/** One way to train, with its parameters. */
export type Trainer =
  | { readonly kind: 'logistic-regression'; readonly settings: LogisticSettings }
  | { readonly kind: 'gradient-boosted-trees'; readonly settings: BoostedTrainer }
  | { readonly kind: 'random-forest'; readonly settings: ForestTrainer };

/** Several of them on the same rows, whose models vote with their probabilities. */
export interface SoftVote {
  readonly kind: 'soft-vote';
  readonly members: readonly Trainer[];
  /** `fitted` to validation rows, so that some may be 0. */
  readonly weights: 'fitted' | 'equal';
}

export interface BoostedTrainer extends Omit<BoostingSettings, 'monotone'> {
  /** Numeric features with which the score may only rise, or only fall. */
  readonly risingFeatures: readonly string[];
  readonly fallingFeatures: readonly string[];
  readonly classWeight: ClassWeight | readonly number[];
  /** Begins with the champion's trees where they are of the same features. */
  readonly warmStart: boolean;
}

export interface ForestTrainer extends ForestSettings {
  readonly classWeight: ClassWeight | readonly number[];
}

/** Rows with a label that is known. */
export interface LabelledTable {
  readonly table: FeatureTable;
  /** One output: 1 for the positive class, else 0. Several: the class of each row, counted from 0. */
  readonly labels: Int32Array;
}

export interface FittingTask {
  readonly train: LabelledTable;
  /** Rows that may decide when to stop; never the holdout. */
  readonly validation: LabelledTable;
  /** 1 for a positive class, else one per class. */
  readonly outputs: number;
  readonly missing: MissingTexts;
  readonly terms: ScoreTerms;
  /** What a warm start begins with; null for none. */
  readonly champion: FittedModel | null;
  readonly threads: number;
}

/** What was learnt. */
export interface Fit {
  readonly preparation: Preparation[];
  readonly scorer: FittedModel['scorer'];
}

/** One weight per class: what the setting says, for classes of this frequency among the rows. */
export function classWeights(weight: ClassWeight | readonly number[], labels: Int32Array, classes: number): number[] {
  if (typeof weight !== 'string') return [...weight];
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const present = counts.filter((count) => count > 0).length;
  if (weight === 'none') return counts.map(() => 1);
  return counts.map((count) => (count === 0 ? 1 : labels.length / (present * count)));
}
