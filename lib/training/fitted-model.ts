/** How one numeric feature becomes one or two columns: its standardised value, then the indicator. */
export interface NumericPreparation {
  readonly kind: 'numeric';
  readonly feature: string;
  readonly missing: string[];
  /** Stands in for a missing value. */
  readonly fill: number;
  readonly mean: number;
  /** Above 0. */
  readonly scale: number;
  /** Whether a second column says that the value was missing. */
  readonly indicator: boolean;
}

/** How one categorical feature becomes columns: one per level, then `other`, then the indicator; at most one of them is 1. */
export interface CategoricalPreparation {
  readonly kind: 'categorical';
  readonly feature: string;
  readonly missing: string[];
  readonly levels: string[];
  /** Whether a column stands for rare and unseen levels. */
  readonly other: boolean;
  /** Whether a column says that the value was missing. */
  readonly indicator: boolean;
}

export type Preparation = NumericPreparation | CategoricalPreparation;

export interface LinearScorer {
  readonly kind: 'linear';
  readonly intercepts: number[];
  /** One row per output, one weight per column. */
  readonly weights: number[][];
}

type FittedScorer = { readonly kind: 'constant'; readonly probabilities: number[] } | LinearScorer;

/** The part of a stored model that scores. */
export interface FittedModel {
  readonly preparation: Preparation[];
  readonly scorer: FittedScorer;
  /** Null where there is one output per class. */
  readonly positiveClass: string | null;
  /** In the order of the outputs; empty where there is a positive class. */
  readonly classes: string[];
}

/** Columns that one feature is prepared to. */
export function columnsOf(part: Preparation): number {
  const values = part.kind === 'numeric' ? 1 : part.levels.length + Number(part.other);
  return values + Number(part.indicator);
}
