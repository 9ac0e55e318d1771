import { boostingWasm } from '../kernels/boosting-wasm.ts';
import { compiledKernel } from '../kernels/compiled-kernel.ts';
import type { WasmMemory, WasmModule } from '../kernels/web-assembly.ts';

/** What the boosting kernel exports; `job` and `rows` are addresses of structures in its memory. */
export interface BoostingKernel {
  heapBase(): number;
  jobBytes(): number;
  nodeBytes(): number;
  stop(job: number): void;
  /** 0 if a thread was lost. */
  bin(job: number, rows: number, firstBlock: number): number;
  /** How many nodes the tree has; -1 if a thread was lost. */
  growTree(job: number, output: number): number;
  /** 0 if a thread was lost. */
  scoreValidation(job: number): number;
  /** -1 if a thread was lost. */
  validationLoss(job: number): number;
}

export function boostingModule(): WasmModule {
  return compiledKernel(boostingWasm);
}

// both in the order of assembly/parts/boosting/job.ts
const JOB_DOUBLES = ['lambda', 'alpha', 'leastHessian', 'leastGain', 'valueScale', 'gainScale', 'coverScale'] as const;
const JOB_WORDS = [
  ...(['sequence', 'done', 'joined', 'shards', 'operation'] as const),
  ...(['train', 'validation', 'blockRows', 'stride', 'outputs', 'features'] as const),
  ...(['groupOffsets', 'groupStrides', 'binCounts', 'histogramBytes'] as const),
  ...(['cuts', 'searchSteps', 'raw', 'binned', 'firstBinned', 'baseMargins', 'startTrees', 'startTreeCount'] as const),
  ...(['allowed', 'monotone', 'gradients', 'classScales', 'index', 'aside', 'ranges', 'mostOpen'] as const),
  ...(['blockTotals', 'nodes', 'parentSlots', 'slots', 'pool', 'poolSize', 'freeHistograms'] as const),
  ...(['areas', 'areasPerShard', 'depth', 'seed', 'sampledBelow', 'flatTree', 'validationWeights', 'tree'] as const),
] as const;
const ROW_SET_WORDS = ['rows', 'blocks', 'bins', 'labels', 'margins', 'losses'] as const;

export const ROW_SET_BYTES = ROW_SET_WORDS.length * 4;

export type JobFields = Readonly<
  Partial<Record<(typeof JOB_DOUBLES)[number], number> & Record<(typeof JOB_WORDS)[number], number>>
>;

export type RowSetFields = Readonly<Record<(typeof ROW_SET_WORDS)[number], number>>;

/** Sets fields of the job at this address. */
export function writeJob(memory: WasmMemory, address: number, fields: JobFields): void {
  const view = new DataView(memory.buffer);
  JOB_DOUBLES.forEach((name, index) => {
    const value = fields[name];
    if (value !== undefined) view.setFloat64(address + index * 8, value, true);
  });
  const words = address + JOB_DOUBLES.length * 8;
  JOB_WORDS.forEach((name, index) => {
    const value = fields[name];
    if (value !== undefined) view.setUint32(words + index * 4, value, true);
  });
}

export function writeRowSet(memory: WasmMemory, address: number, fields: RowSetFields): void {
  const view = new DataView(memory.buffer);
  ROW_SET_WORDS.forEach((name, index) => {
    view.setUint32(address + index * 4, fields[name], true);
  });
}
