import { compiledKernel, kernelInstance } from '../kernels/compiled-kernel.ts';
import { logisticWasm } from '../kernels/logistic-wasm.ts';
import { webAssembly } from '../kernels/web-assembly.ts';
import type { PreparedRows } from '../preparation/prepared-rows.ts';
import type { Objective } from './l-bfgs.ts';
import { BLOCK_ROWS, evenUp, type LogisticMemory, layOutLogistic } from './logistic-memory.ts';
import type { LogisticProblem } from './logistic-problem.ts';
import type { CurvedObjective } from './newton.ts';

interface LogisticKernel {
  heapBase(): number;
  /** Their loss; adds to the gradient and, if asked, to the sums of the curvature. */
  addRows(problem: number, rows: number, withCurvature: boolean): number;
}

/**
 * Sum over rows of the weighted log-loss, plus the penalty on squares, (1 - l1Ratio) |w|^2 / (2 C); intercepts are not
 * penalised. The penalty on absolute weights has no gradient at 0 and is not part of it.
 */
export function logisticObjective(problem: LogisticProblem): Objective {
  return evaluator(problem, false);
}

/** The same with its curvature; for one output. */
export function curvedLogisticObjective(problem: LogisticProblem): CurvedObjective {
  return evaluator(problem, true);
}

function evaluator(problem: LogisticProblem, withCurvature: boolean): CurvedObjective {
  const { prepared, outputs, inverseRegularization, l1Ratio } = problem;
  const memory = new webAssembly.Memory({ initial: 1 });
  const kernel = kernelInstance<LogisticKernel>(compiledKernel(logisticWasm), memory);
  const at = layOutLogistic(memory, kernel.heapBase(), problem, withCurvature);
  const weights = prepared.columns * outputs;
  const penalty = (1 - l1Ratio) / inverseRegularization;
  return (parameters, gradient, curvature) => {
    at.parameters.set(parameters);
    for (const sums of [at.gradient, at.valuePairs, at.mixedPairs, at.columnPairs]) sums.fill(0);
    let loss = 0;
    for (let first = 0; first < prepared.rows; first += BLOCK_ROWS) {
      const rows = copyBlock(problem, first, at);
      loss += kernel.addRows(at.address, rows, curvature !== undefined);
    }
    gradient.set(at.gradient);
    // the column that no row has stays 0
    gradient.fill(0, weights, weights + outputs);
    if (curvature !== undefined) gatherCurvature(prepared, at, penalty, curvature);
    return loss + addPenalty(parameters, gradient, weights, penalty);
  };
}

function copyBlock({ prepared, labels }: LogisticProblem, first: number, at: LogisticMemory): number {
  const { rows, values, valueColumns, ones, groups } = prepared;
  const end = Math.min(rows, first + BLOCK_ROWS);
  at.values.set(values.subarray(first * valueColumns.length, end * valueColumns.length));
  at.ones.set(ones.subarray(first * groups, end * groups));
  at.labels.set(labels.subarray(first, end));
  return end - first;
}

function addPenalty(parameters: Float64Array, gradient: Float64Array, weights: number, penalty: number): number {
  let squares = 0;
  for (let i = 0; i < weights; i += 1) {
    const weight = parameters[i] as number;
    squares += weight * weight;
    addTo(gradient, i, weight * penalty);
  }
  return (squares * penalty) / 2;
}

/** Lower triangle of the second derivatives, from the sums that the kernel keeps apart. */
function gatherCurvature(prepared: PreparedRows, at: LogisticMemory, penalty: number, curvature: Float64Array): void {
  const { columns, valueColumns } = prepared;
  const size = columns + 2;
  curvature.fill(0);
  const add = (one: number, other: number, amount: number) =>
    addTo(curvature, Math.max(one, other) * size + Math.min(one, other), amount);
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < size; k += 1) add(i, k, at.columnPairs[i * size + k] as number);
  }
  for (const [place, column] of valueColumns.entries()) {
    for (let i = 0; i < size; i += 1) add(i, column, at.mixedPairs[i * valueColumns.length + place] as number);
    for (let k = 0; k <= place; k += 1) {
      add(column, valueColumns[k] as number, at.valuePairs[place * evenUp(valueColumns.length) + k] as number);
    }
  }
  for (let i = 0; i < columns; i += 1) addTo(curvature, i * size + i, penalty);
  isolate(curvature, size, columns);
}

/** Gives the column that no row has a curvature of its own, and nothing in common with others. */
function isolate(curvature: Float64Array, size: number, column: number): void {
  for (let i = 0; i < size; i += 1) {
    curvature[column * size + i] = 0;
    curvature[i * size + column] = 0;
  }
  curvature[column * size + column] = 1;
}

function addTo(target: Float64Array, index: number, amount: number): void {
  target[index] = (target[index] as number) + amount;
}
