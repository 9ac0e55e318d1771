export interface ForestSettings {
  /** At least 1. */
  readonly trees: number;
  /** Splits from the root to a leaf at most, 1 to 32. */
  readonly depth: number;
  /** Different drawn rows that a leaf has at least. */
  readonly minimumLeafRows: number;
  /** Share of the features that are tried at a node, above 0 and at most 1. @default the square root of their number */
  readonly featureShare?: number;
  /** Whole, 0 to 4294967295. */
  readonly seed: number;
}

export interface ForestTask {
  /** Numbers or ordinal codes, NaN where missing, never infinite. */
  readonly columns: readonly Float32Array[];
  /** Class of each row, counted from 0. */
  readonly labels: Int32Array;
  /** 2 to 8,191. */
  readonly classes: number;
  /** 1 for the share of class 1 alone, else one for each class. @default 1 where there are two classes */
  readonly outputs?: number;
  /** By class, above 0. @default all 1 */
  readonly classWeights?: readonly number[];
  readonly settings: ForestSettings;
  /** @default 1 */
  readonly threads?: number;
}

/** Rows or classes that no forest can be grown from. */
export class ForestTaskRefused extends Error {
  override readonly name = 'ForestTaskRefused';
}

const MOST_CLASSES = 8191;

/** Throws `ForestTaskRefused`. */
export function refuseImpossible({ columns, labels, classes }: ForestTask): void {
  if (labels.length === 0) throw new ForestTaskRefused("'labels' should have at least 1 row, got 0");
  if (columns.length === 0) throw new ForestTaskRefused("'columns' should have at least 1 feature, got 0");
  if (classes < 2 || classes > MOST_CLASSES) {
    throw new ForestTaskRefused(`'classes' should be from 2 to ${MOST_CLASSES}, for example 2, got ${classes}`);
  }
  const other = columns.find((column) => column.length !== labels.length);
  if (other !== undefined) {
    throw new ForestTaskRefused(
      `'columns' should have ${labels.length} rows each, as the labels have, got ${other.length}`,
    );
  }
}
