/**
 * Rows by their columns, in the order of the features. Numbers are kept in float32, which is what trees compare in;
 * training and serving both round to it.
 */
export interface FeatureTable {
  readonly rows: number;
  readonly columns: readonly TableColumn[];
}

export type TableColumn = NumericColumn | CategoricalColumn;

export interface NumericColumn {
  readonly kind: 'numeric';
  readonly feature: string;
  /** NaN where missing, and never infinite. */
  readonly values: Float32Array;
}

export interface CategoricalColumn {
  readonly kind: 'categorical';
  readonly feature: string;
  /** In the order in which they first came. */
  readonly levels: readonly string[];
  /** Place in `levels`; -1 where missing. */
  readonly codes: Int32Array;
}
