import type { FeatureTable } from './feature-table.ts';

/** Rows that say what came of them. */
export interface LabelledTable {
  readonly rows: number;
  readonly table: FeatureTable;
  readonly labels: TableLabels;
  /** In the order of the rows; undefined where none were asked for. */
  readonly ids: readonly string[] | undefined;
}

interface TableLabels {
  /** In the order in which they first came. */
  readonly levels: readonly string[];
  /** Place in `levels`, which every row has. */
  readonly codes: Int32Array;
}
