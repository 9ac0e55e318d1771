import type { LinearScorer } from '../fitted-model.ts';
import type { PreparedRows } from '../preparation/prepared-rows.ts';
import { type Minimum, minimise } from './l-bfgs.ts';
import { curvedLogisticObjective, logisticObjective } from './logistic-objective.ts';
import { type LogisticProblem, parameterCount } from './logistic-problem.ts';
import { minimiseByNewton } from './newton.ts';
import { minimiseOrthantWise } from './orthant-wise.ts';
import { thinnedProblem } from './thinned-problem.ts';

export interface LogisticSettings {
  /** C: larger fits the training rows more closely. */
  readonly inverseRegularization: number;
  readonly maximumIterations: number;
  /** Largest entry of the gradient at which the fit ends. */
  readonly tolerance: number;
  /** `balanced` gives every class the same weight in all, however rare it is. */
  readonly classWeight: 'none' | 'balanced';
  /** Share of the penalty that is on absolute weights, 0 to 1; the rest is on squares. @default 0 */
  readonly l1Ratio?: number;
  /** Whether to start where another fit ended. There is one minimum, so that it is reached sooner, up to the tolerance. */
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

/** Columns up to which a step of Newton's method costs less than the many it saves. */
const MOST_NEWTON_COLUMNS = 250;
const FEWEST_ROWS_TO_THIN = 8192;

/**
 * Minimises the sum of the log-loss plus (l1Ratio |w|_1 + (1 - l1Ratio) |w|^2 / 2) / C without penalty on the intercepts,
 * as scikit-learn's solvers do: a sigmoid for one output, a softmax for several. The same rows in the same order, from the
 * same start, give the same bits. A start has the numbers of `parameterCount`.
 */
export function fitLogisticRegression(
  rows: LabelledRows,
  settings: LogisticSettings,
  start?: Float64Array,
): LogisticFit {
  const { inverseRegularization, classWeight, l1Ratio = 0 } = settings;
  const counts = classCounts(rows);
  const classWeights = classWeight === 'balanced' ? balancedWeights(counts) : counts.map(() => 1);
  const problem: LogisticProblem = { ...rows, classWeights, inverseRegularization, l1Ratio };
  const warm = settings.warmStart ? start : undefined;
  const { point, value, iterations, converged } =
    problem.outputs === 1 && l1Ratio === 0 && rows.prepared.columns <= MOST_NEWTON_COLUMNS
      ? newtonMinimum(problem, warm ?? nearMinimum(problem, counts, settings), settings)
      : quasiNewtonMinimum(problem, warm ?? withoutColumns(problem, counts), settings);
  return { scorer: linearScorer(problem, point), objective: value, iterations, converged };
}

function quasiNewtonMinimum(problem: LogisticProblem, start: Float64Array, settings: LogisticSettings): Minimum {
  const { prepared, outputs, l1Ratio, inverseRegularization } = problem;
  const penalty = { weight: l1Ratio / inverseRegularization, entries: prepared.columns * outputs };
  return l1Ratio > 0
    ? minimiseOrthantWise(logisticObjective(problem), start, penalty, settings)
    : minimise(logisticObjective(problem), start, settings);
}

/** Goes on without the curvature where rounding has spoilt it. */
function newtonMinimum(problem: LogisticProblem, start: Float64Array, settings: LogisticSettings): Minimum {
  const found = minimiseByNewton(curvedLogisticObjective(problem), start, settings);
  if (found.converged) return found;
  const maximumIterations = settings.maximumIterations - found.iterations;
  const further = quasiNewtonMinimum(problem, found.point, { ...settings, maximumIterations });
  return { ...further, iterations: found.iterations + further.iterations };
}

/** Where Newton's method begins: of many rows, at what a part of them says, which saves passes over all of them. */
function nearMinimum(problem: LogisticProblem, counts: readonly number[], settings: LogisticSettings): Float64Array {
  const start = withoutColumns(problem, counts);
  if (problem.prepared.rows < FEWEST_ROWS_TO_THIN) return start;
  const thinned = thinnedProblem(problem);
  return minimiseByNewton(curvedLogisticObjective(thinned), start, settings).point;
}

/** The minimum of one output without columns: the intercept that says how frequent the positive class is. */
function withoutColumns(problem: LogisticProblem, counts: readonly number[]): Float64Array {
  const start = new Float64Array(parameterCount(problem));
  const [negative = 0, positive = 0] = problem.classWeights.map((weight, label) => weight * (counts[label] ?? 0));
  if (problem.outputs === 1 && negative > 0 && positive > 0) start[start.length - 1] = Math.log(positive / negative);
  return start;
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

function balancedWeights(counts: readonly number[]): number[] {
  const present = counts.filter((count) => count > 0).length;
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (count === 0 ? 1 : rows / (present * count)));
}

function classCounts({ labels, outputs }: LabelledRows): number[] {
  const counts = new Array<number>(Math.max(2, outputs)).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}
