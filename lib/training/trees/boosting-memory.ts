import type { WasmMemory } from '../kernels/web-assembly.ts';
import { type JobFields, ROW_SET_BYTES, type RowSetFields } from './boosting-kernel.ts';
import type { BoostingRows, BoostingSettings } from './boosting-task.ts';
import type { FeatureGroups } from './feature-groups.ts';
import { startTreesBytes } from './start-trees.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';

/** More rows and columns than the memory of a kernel has room for. */
export class TrainingTooLarge extends Error {
  override readonly name = 'TrainingTooLarge';
}

/** Where the job stands in the memory; what comes before belongs to the kernel. */
export const JOB_ADDRESS = 1024;

const PAGE_BYTES = 65_536;
const MOST_PAGES = 65_536;
// bins and gradients of the few blocks that are at work together stay in a second cache of 512 KiB
const BLOCK_BYTES = 128 * 1024;
const HISTOGRAM_POOL_BYTES = 48 * 2 ** 20;

/** Fields of the job that the host fills. */
type PlacedField =
  | ('groupOffsets' | 'groupStrides' | 'binCounts' | 'cuts' | 'searchSteps' | 'allowed' | 'monotone' | 'raw' | 'nodes')
  | ('baseMargins' | 'classScales' | 'validationWeights' | 'startTrees');

/** Addresses of what a training needs, all in one memory. */
export interface BoostingLayout {
  readonly fields: JobFields & Readonly<Record<PlacedField, number>>;
  readonly blockRows: number;
  readonly trainAt: number;
  readonly train: RowSetFields;
  readonly validationAt: number;
  readonly validation: RowSetFields;
  readonly end: number;
}

export interface BoostingSizes {
  readonly jobBytes: number;
  readonly nodeBytes: number;
  readonly groups: FeatureGroups;
  readonly threads: number;
  readonly settings: BoostingSettings;
  readonly train: BoostingRows;
  readonly validation: BoostingRows | undefined;
  readonly startFrom: TreeEnsemble | undefined;
}

type Take = (bytes: number) => number;

export function boostingLayout(sizes: BoostingSizes): BoostingLayout {
  let end = JOB_ADDRESS + sizes.jobBytes;
  const take: Take = (bytes) => {
    const start = Math.ceil(end / 64) * 64;
    end = start + bytes;
    return start;
  };
  const stride = sizes.groups.columnAt.length;
  const blockRows = rowsOfBlock(stride, sizes.train.labels.length);
  const trainAt = take(ROW_SET_BYTES);
  const validationAt = take(ROW_SET_BYTES);
  const train = rowSet(take, sizes.train, blockRows, stride);
  const validation = rowSet(take, sizes.validation, blockRows, stride);
  const fields = {
    train: trainAt,
    validation: validationAt,
    blockRows,
    stride,
    outputs: sizes.train.outputs,
    features: sizes.train.columns.length,
    ...featureFields(take, sizes),
    ...blockFields(take, sizes, blockRows, train.blocks),
    ...growthFields(take, sizes, train.blocks),
  };
  return { fields, blockRows, trainAt, train, validationAt, validation, end };
}

/** Makes the memory so large that the layout fits. Throws TrainingTooLarge. */
export function makeRoom(memory: WasmMemory, layout: BoostingLayout): void {
  const pages = Math.ceil(layout.end / PAGE_BYTES);
  if (pages > MOST_PAGES) {
    throw new TrainingTooLarge(
      `a training in one memory should need at most 4 GiB, got ${layout.train.rows} rows of ${layout.fields.features} columns, which need ${Math.ceil(layout.end / 2 ** 30)} GiB`,
    );
  }
  memory.grow(pages - memory.buffer.byteLength / PAGE_BYTES);
}

function rowsOfBlock(stride: number, rows: number): number {
  const wanted = BLOCK_BYTES / (stride + 8);
  const most = 2 ** Math.floor(Math.log2(Math.min(32_768, Math.max(1024, wanted))));
  return Math.min(most, Math.max(16, Math.ceil(rows / 16) * 16));
}

function rowSet(take: Take, rows: BoostingRows | undefined, blockRows: number, stride: number): RowSetFields {
  const count = rows?.labels.length ?? 0;
  const blocks = Math.ceil(count / blockRows);
  const room = blocks * blockRows;
  return {
    rows: count,
    blocks,
    bins: take(room * stride),
    labels: take(room * 2),
    margins: take(room * 4 * (rows?.outputs ?? 0)),
    losses: take(blocks * 8),
  };
}

function featureFields(take: Take, { groups, train, startFrom }: BoostingSizes) {
  const classes = Math.max(2, train.outputs);
  const places = groups.columnAt.length;
  return {
    histogramBytes: groups.histogramBytes,
    groupOffsets: take(groups.offsets.byteLength),
    groupStrides: take(groups.strides.byteLength),
    binCounts: take(groups.binsAt.byteLength),
    cuts: take(places * 256 * 4),
    searchSteps: take(places),
    allowed: take(places * 8),
    monotone: take(places * 4),
    baseMargins: take(train.outputs * 4),
    classScales: take(classes * 8),
    validationWeights: take(classes * 8),
    startTrees: take(startTreesBytes(startFrom)),
    startTreeCount: startFrom?.trees.length ?? 0,
  };
}

function blockFields(take: Take, { threads, train }: BoostingSizes, blockRows: number, blocks: number) {
  return {
    raw: take(threads * blockRows * train.columns.length * 4),
    gradients: take(blocks * blockRows * 8 * train.outputs),
    index: take(blocks * blockRows * 2),
    // partitions read whole vectors of it
    aside: take(threads * blockRows * 2 + 16),
    blockTotals: take(blocks * 8),
  };
}

function growthFields(take: Take, { groups, threads, settings, train, nodeBytes }: BoostingSizes, blocks: number) {
  const rows = train.labels.length;
  const { histogramBytes } = groups;
  const mostOpen = Math.max(2, Math.min(2 ** (settings.depth - 1), rows));
  const poolSize = Math.max(2, Math.min(mostOpen, Math.floor(HISTOGRAM_POOL_BYTES / Math.max(1, histogramBytes))));
  const areasPerShard = Math.max(2, Math.ceil(poolSize / 2));
  const mostNodes = Math.min(2 ** (settings.depth + 1), rows * 2 + 2);
  return {
    mostOpen,
    poolSize,
    areasPerShard,
    ranges: take(blocks * mostOpen * 2 * 4),
    nodes: take(mostNodes * nodeBytes),
    flatTree: take(mostNodes * 16),
    parentSlots: take(mostOpen * 4),
    slots: take(mostOpen * 4),
    freeHistograms: take(poolSize * 4),
    pool: take(poolSize * histogramBytes),
    areas: take((threads - 1) * areasPerShard * histogramBytes),
  };
}
