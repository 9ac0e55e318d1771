import { compiledKernel, kernelInstance } from '../kernels/compiled-kernel.ts';
import { quantilesWasm } from '../kernels/quantiles-wasm.ts';
import { webAssembly } from '../kernels/web-assembly.ts';

interface QuantilesKernel {
  heapBase(): number;
  /** Addresses of `count` float32, of room for as many and the digit counters, and of the cuts. */
  quantileCuts(sample: number, count: number, scratch: number, cuts: number): number;
}

/** At most so many cuts part a column, so that a bin and the missing values fit a byte. */
const MOST_CUTS = 254;

const MOST_SAMPLED = 100_000;
const DIGIT_COUNTERS_BYTES = 3 * 2048 * 4;
const PAGE_BYTES = 65_536;

/**
 * Of every column ascending finite values that part its rows into bins; a value belongs right of the cuts that are at
 * most it. Between all neighbours where there are at most 255 distinct values, else where the number of rows passes
 * the next 255th. Taken from at most 100,000 evenly spaced rows, without the missing.
 */
export function quantileCuts(columns: readonly Float32Array[]): Float32Array[] {
  const longest = columns.reduce((most, column) => Math.max(most, Math.min(column.length, MOST_SAMPLED)), 0);
  const cutsBytes = MOST_CUTS * 4;
  const bytes = 1024 + 2 * longest * 4 + DIGIT_COUNTERS_BYTES + cutsBytes;
  const memory = new webAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) + 1 });
  const kernel = kernelInstance<QuantilesKernel>(compiledKernel(quantilesWasm), memory);
  const cutsAt = Math.ceil(kernel.heapBase() / 16) * 16;
  const sampleAt = cutsAt + cutsBytes;
  const sample = new Float32Array(memory.buffer, sampleAt, longest);
  return columns.map((column) => {
    const count = takeSample(column, sample);
    const written = kernel.quantileCuts(sampleAt, count, sampleAt + longest * 4, cutsAt);
    return new Float32Array(memory.buffer, cutsAt, written).slice();
  });
}

function takeSample(column: Float32Array, sample: Float32Array): number {
  if (column.length <= MOST_SAMPLED) {
    sample.set(column);
    return column.length;
  }
  const stride = column.length / MOST_SAMPLED;
  for (let i = 0; i < MOST_SAMPLED; i += 1) sample[i] = column[Math.floor(i * stride)] as number;
  return MOST_SAMPLED;
}
