import type { PreparedRows } from '../preparation/prepared-rows.ts';
import { sigmoid, softmax } from '../scoring/link.ts';
import type { Objective } from './l-bfgs.ts';

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
}

/**
 * Where the numbers of a fit stand: the weights of column c and output k at c * outputs + k, then a column that no row
 * has and whose weights stay 0, then the intercepts.
 */
export function parameterCount({ prepared, outputs }: LogisticProblem): number {
  return (prepared.columns + 2) * outputs;
}

/** Sum over rows of the weighted log-loss, plus |w|^2 / (2 C); intercepts are not penalised. */
export function logisticObjective(problem: LogisticProblem): Objective {
  const { prepared, outputs, inverseRegularization, classWeights } = problem;
  const margins = new Float64Array(outputs);
  const lossOf = outputs === 1 ? binaryLoss : multiclassLoss;
  return (parameters, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (let row = 0; row < prepared.rows; row += 1) {
      const label = problem.labels[row] as number;
      computeMargins(prepared, row, parameters, margins);
      loss += lossOf(margins, label, classWeights[label] as number);
      addGradient(prepared, row, margins, gradient);
    }
    // the column that no row has stays 0
    gradient.fill(0, prepared.columns * outputs, (prepared.columns + 1) * outputs);
    return loss + addPenalty(parameters, gradient, prepared.columns * outputs, inverseRegularization);
  };
}

function computeMargins(prepared: PreparedRows, row: number, parameters: Float64Array, margins: Float64Array): void {
  const { values, valueColumns, ones, groups, columns } = prepared;
  const outputs = margins.length;
  const firstValue = row * valueColumns.length;
  for (let k = 0; k < outputs; k += 1) {
    let margin = parameters[(columns + 1) * outputs + k] as number;
    for (let j = 0; j < valueColumns.length; j += 1) {
      margin += (values[firstValue + j] as number) * (parameters[(valueColumns[j] as number) * outputs + k] as number);
    }
    for (let j = row * groups; j < (row + 1) * groups; j += 1) {
      margin += parameters[(ones[j] as number) * outputs + k] as number;
    }
    margins[k] = margin;
  }
}

/** Turns a margin into its weighted derivative, and gives the loss. */
function binaryLoss(margins: Float64Array, label: number, weight: number): number {
  const margin = margins[0] as number;
  margins[0] = weight * (sigmoid(margin) - label);
  const softplus = Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
  return weight * (softplus - label * margin);
}

/** Turns margins into their weighted derivatives, and gives the loss. */
function multiclassLoss(margins: Float64Array, label: number, weight: number): number {
  const margin = margins[label] as number;
  let largest = Number.NEGATIVE_INFINITY;
  for (const other of margins) largest = Math.max(largest, other);
  let sum = 0;
  for (const other of margins) sum += Math.exp(other - largest);
  softmax(margins);
  for (let k = 0; k < margins.length; k += 1) margins[k] = weight * ((margins[k] as number) - Number(k === label));
  return weight * (largest + Math.log(sum) - margin);
}

function addGradient(prepared: PreparedRows, row: number, derivatives: Float64Array, gradient: Float64Array): void {
  const { values, valueColumns, ones, groups, columns } = prepared;
  const outputs = derivatives.length;
  const firstValue = row * valueColumns.length;
  for (let k = 0; k < outputs; k += 1) {
    const derivative = derivatives[k] as number;
    addTo(gradient, (columns + 1) * outputs + k, derivative);
    for (let j = 0; j < valueColumns.length; j += 1) {
      addTo(gradient, (valueColumns[j] as number) * outputs + k, derivative * (values[firstValue + j] as number));
    }
    for (let j = row * groups; j < (row + 1) * groups; j += 1) {
      addTo(gradient, (ones[j] as number) * outputs + k, derivative);
    }
  }
}

function addPenalty(parameters: Float64Array, gradient: Float64Array, weights: number, inverse: number): number {
  let squares = 0;
  for (let i = 0; i < weights; i += 1) {
    const weight = parameters[i] as number;
    squares += weight * weight;
    addTo(gradient, i, weight / inverse);
  }
  return squares / (2 * inverse);
}

function addTo(target: Float64Array, index: number, amount: number): void {
  target[index] = (target[index] as number) + amount;
}
