import type { LinearScorer } from '../fitted-model.ts';
import type { PreparedRows } from '../preparation/prepared-rows.ts';
import { minimise } from './l-bfgs.ts';
import { type LogisticProblem, logisticObjective, parameterCount } from './logistic-objective.ts';

export interface LogisticSettings {
  /** C: larger fits the training rows more closely. */
  readonly inverseRegularization: number;
  readonly maximumIterations: number;
  /** Largest entry of the gradient at which the fit ends. */
  readonly tolerance: number;
  /** `balanced` gives every class the same weight in all, however rare it is. */
  readonly classWeight: 'none' | 'balanced';
  /** Accepted and not used: the objective has one minimum, so where the search starts does not change the model. */
  readonly warmStart: boolean;
}

/** Rows and what happened to them. */
export interface LabelledRows {
  readonly prepared: PreparedRows;
  /** One output: 1 for the positive class, else 0. Several: the class of each row, counted from 0. */
  readonly labels: Int32Array;
  /** 1 for a positive class, else one per class. */
  readonly outputs: number;
}

export interface LogisticFit {
  readonly scorer: LinearScorer;
  /** The minimum that was reached. */
  readonly objective: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Minimises the sum of the log-loss plus |w|^2 / (2 C) without penalty on the intercepts, as scikit-learn's lbfgs solver
 * does: a sigmoid for one output, a softmax for several. The same rows in the same order give the same bits.
 */
export function fitLogisticRegression(rows: LabelledRows, settings: LogisticSettings): LogisticFit {
  const { inverseRegularization, classWeight } = settings;
  const classWeights = classWeight === 'balanced' ? balancedWeights(rows) : classCounts(rows).map(() => 1);
  const problem: LogisticProblem = { ...rows, classWeights, inverseRegularization };
  const start = new Float64Array(parameterCount(problem));
  const { point, value, iterations, converged } = minimise(logisticObjective(problem), start, settings);
  return { scorer: linearScorer(problem, point), objective: value, iterations, converged };
}

function linearScorer({ prepared, outputs }: LogisticProblem, point: Float64Array): LinearScorer {
  const at = (column: number, output: number) => point[column * outputs + output] ?? 0;
  const all = Array.from({ length: outputs }, (_, output) => output);
  return {
    kind: 'linear',
    intercepts: all.map((output) => at(prepared.columns + 1, output)),
    weights: all.map((output) => Array.from({ length: prepared.columns }, (_, column) => at(column, output))),
  };
}

function balancedWeights(rows: LabelledRows): number[] {
  const counts = classCounts(rows);
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 1 : rows.labels.length / (present * count)));
}

function classCounts({ labels, outputs }: LabelledRows): number[] {
  const counts = new Array<number>(Math.max(2, outputs)).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}
