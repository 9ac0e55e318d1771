/**
 * One decision tree as arrays over its nodes, the root first. A row goes left where its value is below the threshold,
 * compared in float32, and where a missing value goes `missingLeft` says. In XGBoost's terms.
 */
export interface Tree {
  /** Place of the feature in the columns of the ensemble; -1 for a leaf. */
  readonly feature: Int32Array;
  /** Finite; 0 for a leaf. */
  readonly threshold: Float32Array;
  /** Node that follows; -1 for a leaf. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** 1 where a missing value goes left. */
  readonly missingLeft: Uint8Array;
  /** What a leaf adds to the margin; of an inner node what it would add if it were one. */
  readonly value: Float32Array;
  /** Loss reduction of the split; 0 for a leaf. */
  readonly gain: Float32Array;
  /** Sum of the hessians of the training rows that came by. */
  readonly cover: Float32Array;
}

/** Trees whose leaves add up to one margin per output. */
export interface TreeEnsemble {
  /** Columns of a row: numbers, NaN where missing. */
  readonly columns: number;
  /** What the margins begin with, one per output, in float32. */
  readonly baseMargins: Float32Array;
  /** How margins become probabilities: `identity` where the leaves are probabilities already. */
  readonly link: 'logistic' | 'softmax' | 'identity';
  readonly trees: readonly Tree[];
  /** The output that each tree adds to. */
  readonly outputOf: Int32Array;
}
