import type { PreparedRows } from '../preparation/prepared-rows.ts';

/** What a logistic regression is fitted to. */
export interface LogisticProblem {
  readonly prepared: PreparedRows;
  /** One output: 1 for the positive class. Several: the class of each row, counted from 0. */
  readonly labels: Int32Array;
  /** 1 for a positive class, else one per class. */
  readonly outputs: number;
  /** By class: negative and positive, or one per class. */
  readonly classWeights: readonly number[];
  readonly inverseRegularization: number;
  /** Share of the penalty that is on absolute weights, 0 to 1; the rest is on squares. */
  readonly l1Ratio: number;
}

/**
 * Where the numbers of a fit stand: the weights of column c and output k at c * outputs + k, then a column that no row
 * has and whose weights stay 0, then the intercepts.
 */
export function parameterCount({ prepared, outputs }: Pick<LogisticProblem, 'prepared' | 'outputs'>): number {
  return (prepared.columns + 2) * outputs;
}
