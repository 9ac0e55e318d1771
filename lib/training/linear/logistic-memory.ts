import { MemoryLayout } from '../kernels/memory-layout.ts';
import type { WasmMemory } from '../kernels/web-assembly.ts';
import type { LogisticProblem } from './logistic-problem.ts';

/** Where a problem stands in the memory of the kernel. */
export interface LogisticMemory {
  readonly address: number;
  readonly parameters: Float64Array;
  readonly gradient: Float64Array;
  /** The rows of a block. */
  readonly values: Float64Array;
  readonly ones: Int32Array;
  readonly labels: Int32Array;
  /** Sums of the curvature over pairs: values with values, columns with values, columns with columns. */
  readonly valuePairs: Float64Array;
  readonly mixedPairs: Float64Array;
  readonly columnPairs: Float64Array;
}

/** Rows that the kernel takes at a time. */
export const BLOCK_ROWS = 256;

/** Lays out a problem for the kernel; without curvature there is no room for its sums. */
export function layOutLogistic(
  memory: WasmMemory,
  heapBase: number,
  problem: LogisticProblem,
  withCurvature: boolean,
): LogisticMemory {
  const { prepared, outputs, classWeights } = problem;
  const { columns, groups, valueColumns } = prepared;
  const values = valueColumns.length;
  const pairs = withCurvature ? 1 : 0;
  const layout = new MemoryLayout(heapBase);
  const float64 = (length: number) => ({ address: layout.reserve(length * 8), length });
  const int32 = (length: number) => ({ address: layout.reserve(length * 4), length });
  // from here on in the order of the kernel's `Problem`
  const arrays = {
    valueColumns: int32(values),
    parameters: float64((columns + 2) * outputs),
    gradient: float64((columns + 2) * outputs),
    classWeights: float64(classWeights.length),
    values: float64(BLOCK_ROWS * values),
    ones: int32(BLOCK_ROWS * groups),
    labels: int32(BLOCK_ROWS),
    valueWeights: float64(values * outputs),
    valueGradient: float64(values * outputs),
    margins: float64(outputs),
    curvatures: float64(BLOCK_ROWS),
    valuePairs: float64(pairs * values * evenUp(values)),
    mixedPairs: float64(pairs * values * (columns + 2)),
    columnPairs: float64(pairs * (columns + 2) ** 2),
  };
  const words = [columns, outputs, values, groups, ...Object.values(arrays).map(({ address }) => address)];
  const address = layout.reserve(words.length * 4);
  layout.growToFit(memory);

  const floats = (place: Place) => new Float64Array(memory.buffer, place.address, place.length);
  const integers = (place: Place) => new Int32Array(memory.buffer, place.address, place.length);
  integers({ address, length: words.length }).set(words);
  integers(arrays.valueColumns).set(valueColumns);
  floats(arrays.classWeights).set(classWeights);
  return {
    address,
    parameters: floats(arrays.parameters),
    gradient: floats(arrays.gradient),
    values: floats(arrays.values),
    ones: integers(arrays.ones),
    labels: integers(arrays.labels),
    valuePairs: floats(arrays.valuePairs),
    mixedPairs: floats(arrays.mixedPairs),
    columnPairs: floats(arrays.columnPairs),
  };
}

/** How far apart the sums of neighbouring values are. */
export function evenUp(values: number): number {
  return values + (values % 2);
}

interface Place {
  readonly address: number;
  readonly length: number;
}
