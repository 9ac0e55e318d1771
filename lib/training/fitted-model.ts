import type { OnnxNetwork } from './onnx/onnx-network.ts';
import type { TreeEnsemble } from './trees/tree-ensemble.ts';

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

/** A number as it is, for trees: one column, NaN where it is missing. */
export interface PassthroughPreparation {
  readonly kind: 'passthrough';
  readonly feature: string;
  readonly missing: string[];
}

/** A level as its place in the list, for trees: one column, NaN where it is missing, rare or unseen. */
export interface OrdinalPreparation {
  readonly kind: 'ordinal';
  readonly feature: string;
  readonly missing: string[];
  readonly levels: string[];
}

export type LinearPreparation = NumericPreparation | CategoricalPreparation;
export type TreePreparation = PassthroughPreparation | OrdinalPreparation;
export type Preparation = LinearPreparation | TreePreparation;

export interface LinearScorer {
  readonly kind: 'linear';
  readonly intercepts: number[];
  /** One row per output, one weight per column. */
  readonly weights: number[][];
}

/** Trees over the columns of the preparation, one per feature. */
interface TreeScorer {
  readonly kind: 'trees';
  readonly ensemble: TreeEnsemble;
}

/** A graph of the user's own, over the same columns as trees. */
export interface OnnxScorer {
  readonly kind: 'onnx';
  /** The file, which the network was loaded from. */
  readonly content: Uint8Array;
  readonly network: OnnxNetwork;
}

/** The weighted mean of what several models say. */
export interface EnsembleScorer {
  readonly kind: 'ensemble';
  readonly members: readonly EnsembleMember[];
}

export interface EnsembleMember {
  /** Above 0; those of all members add up to 1. */
  readonly weight: number;
  readonly model: FittedModel;
}

export interface ConstantScorer {
  readonly kind: 'constant';
  readonly probabilities: number[];
}

/** The part of a model that scores. */
export interface FittedModel {
  readonly preparation: readonly Preparation[];
  readonly scorer: ConstantScorer | LinearScorer | TreeScorer | OnnxScorer | EnsembleScorer;
  /** Null where there is one output per class. */
  readonly positiveClass: string | null;
  /** In the order of the outputs; empty where there is a positive class. */
  readonly classes: readonly string[];
}

/** Columns that one feature is prepared to. */
export function columnsOf(part: Preparation): number {
  if (part.kind === 'passthrough' || part.kind === 'ordinal') return 1;
  const values = part.kind === 'numeric' ? 1 : part.levels.length + Number(part.other);
  return values + Number(part.indicator);
}

/** Whether a feature is read as a number; else it is read as a level. */
export function isNumber(part: Preparation): part is NumericPreparation | PassthroughPreparation {
  return part.kind === 'numeric' || part.kind === 'passthrough';
}
