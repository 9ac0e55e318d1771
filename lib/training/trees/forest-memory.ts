import { kernelInstance } from '../kernels/compiled-kernel.ts';
import { MemoryLayout, MOST_PAGES } from '../kernels/memory-layout.ts';
import { type WasmMemory, type WasmModule, webAssembly } from '../kernels/web-assembly.ts';
import { type ForestTask, ForestTaskRefused } from './forest-task.ts';
import { quantileCuts } from './quantile-cuts.ts';

interface ForestKernel {
  heapBase(): number;
  binColumn(values: number, rows: number, cuts: number, bins: number): void;
  /** Grows a tree to where the workspace says; the number of its nodes. */
  growTree(job: number, workspace: number, tree: number): number;
}

/** A forest about to be grown: the rows stand in a memory that threads share, where each thread has a workspace. */
export interface LaidOutForest {
  readonly module: WasmModule;
  readonly memory: WasmMemory;
  readonly kernel: ForestKernel;
  readonly trees: number;
  readonly bytesPerNode: number;
  /** An address, as all numbers below. */
  readonly job: number;
  /** Two words: the tree that is next, and how many are done. */
  readonly progress: number;
  readonly workspaces: readonly Workspace[];
}

interface Workspace {
  readonly address: number;
  /** Where a grown tree stands. */
  readonly tree: number;
}

/** Arrays of a tree ahead of those of its values: feature, threshold, left, right, missing left, gain and cover. */
export const ARRAYS_BEFORE_VALUES = 7;

const PAGE = 65_536;
const MOST_BINS = 256;
const JOB_WORDS = 14;
const WORKSPACE_WORDS = 8;

/** Puts the rows into bins, and everything where the kernel finds it. Throws `ForestTaskRefused` above 4 GiB. */
export function layOutForest(module: WasmModule, task: ForestTask, outputs: number): LaidOutForest {
  const { columns, labels, settings, threads = 1 } = task;
  const memory = new webAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  const kernel = kernelInstance<ForestKernel>(module, memory);
  const layout = new MemoryLayout(kernel.heapBase());
  const bytesPerNode = 4 * (ARRAYS_BEFORE_VALUES + outputs);
  const shared = reserveShared(task, layout);
  const workspaces = Array.from({ length: Math.min(threads, settings.trees) }, () =>
    reserveWorkspace(task, bytesPerNode, layout),
  );
  refuseAbove4GiB(layout.size);
  layout.growToFit(memory);

  const words = new Uint32Array(memory.buffer);
  for (const { address, words: content } of workspaces) words.set(content, address / 4);
  words.set(jobWords(task, outputs, shared), shared.job / 4);
  new Int32Array(memory.buffer).set(labels, shared.labels / 4);
  const weights = task.classWeights ?? Array.from({ length: task.classes }, () => 1);
  new Float64Array(memory.buffer).set(weights, shared.classWeights / 8);
  const staging = workspaces[0]?.entries ?? 0;
  for (const [index, cuts] of quantileCuts(columns).entries()) {
    binColumn({ memory, kernel, shared, staging }, { column: columns[index] as Float32Array, cuts }, index);
  }
  return { module, memory, kernel, trees: settings.trees, bytesPerNode, ...shared, workspaces };
}

interface SharedAddresses {
  readonly job: number;
  readonly progress: number;
  readonly bins: number;
  readonly binCounts: number;
  readonly cuts: number;
  readonly labels: number;
  readonly classWeights: number;
}

function reserveShared({ columns, labels, classes }: ForestTask, layout: MemoryLayout): SharedAddresses {
  return {
    job: layout.reserve(JOB_WORDS * 4),
    progress: layout.reserve(2 * 4),
    bins: layout.reserve(columns.length * labels.length),
    binCounts: layout.reserve(columns.length * 4),
    cuts: layout.reserve(columns.length * MOST_BINS * 4),
    labels: layout.reserve(labels.length * 4),
    classWeights: layout.reserve(classes * 8),
  };
}

/** In the order of the kernel's `Job`. */
function jobWords({ columns, labels, classes, settings }: ForestTask, outputs: number, at: SharedAddresses): number[] {
  const { depth, minimumLeafRows, featureShare, seed, trees } = settings;
  const features = columns.length;
  const tried = Math.max(1, Math.floor(featureShare === undefined ? Math.sqrt(features) : featureShare * features));
  return [
    ...[labels.length, features, classes, outputs, depth, minimumLeafRows, tried, seed, trees],
    ...[at.bins, at.binCounts, at.cuts, at.labels, at.classWeights],
  ];
}

interface ReservedWorkspace extends Workspace {
  readonly entries: number;
  /** In the order of the kernel's `Workspace`. */
  readonly words: readonly number[];
}

function reserveWorkspace(task: ForestTask, bytesPerNode: number, layout: MemoryLayout): ReservedWorkspace {
  const rows = task.labels.length;
  const { depth, minimumLeafRows } = task.settings;
  const leaves = Math.min(2 ** depth, Math.max(1, Math.floor(rows / minimumLeafRows)));
  const capacity = 2 * leaves - 1;
  const cell = task.classes * 8;
  const address = layout.reserve(WORKSPACE_WORDS * 4);
  const entries = layout.reserve(rows * 8);
  const scratch = layout.reserve(rows * 8);
  const order = layout.reserve(task.columns.length * 4);
  const histogram = layout.reserve(MOST_BINS * cell);
  const left = layout.reserve(2 * cell);
  const sums = layout.reserve(2 * (depth + 1) * cell);
  const tree = layout.reserve(capacity * bytesPerNode);
  return { address, tree, entries, words: [capacity, entries, scratch, order, histogram, left, sums, tree] };
}

function refuseAbove4GiB(bytes: number): void {
  if (bytes <= MOST_PAGES * PAGE) return;
  const mebibytes = Math.ceil(bytes / 2 ** 20);
  throw new ForestTaskRefused(`rows, features and threads should need at most 4096 MiB, got ${mebibytes}`);
}

interface Binning {
  readonly memory: WasmMemory;
  readonly kernel: ForestKernel;
  readonly shared: SharedAddresses;
  /** Room for a column. */
  readonly staging: number;
}

function binColumn(
  { memory, kernel, shared, staging }: Binning,
  { column, cuts }: { readonly column: Float32Array; readonly cuts: Float32Array },
  index: number,
): void {
  const first = shared.cuts + index * MOST_BINS * 4;
  const floats = new Float32Array(memory.buffer);
  floats.fill(Number.POSITIVE_INFINITY, first / 4, first / 4 + MOST_BINS);
  floats.set(cuts, first / 4);
  floats.set(column, staging / 4);
  // one bin more than there are cuts, and that of the missing
  new Uint32Array(memory.buffer)[shared.binCounts / 4 + index] = cuts.length + 2;
  kernel.binColumn(staging, column.length, first, shared.bins + index * column.length);
}
