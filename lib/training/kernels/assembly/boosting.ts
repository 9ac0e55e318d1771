// Gradient boosted trees: binning, histograms, growth. Every shard, a thread, runs the same operation on its blocks
// of rows; shard 0 leads. Sums are integers, so that the trees do not depend on the number of shards.
import { binBlock } from './parts/boosting/binning';
import { sigmoidGradients, softmaxGradients, sumGradients } from './parts/boosting/gradients';
import { openRoot, placeDirectly, placeHistograms, plantRoot, splitOpenNodes } from './parts/boosting/growth';
import { addShards, clearBuilt, fillBlocks, subtractSibling } from './parts/boosting/histogram';
import { firstBlock, gradientsOf, Job, RowSet, rowsOf, slotNode, TreeNode } from './parts/boosting/job';
import { partitionBlock, rangesOf } from './parts/boosting/partition';
import { flattenTree, lossOfBlock, scoreBlock } from './parts/boosting/scoring';
import { searchSplit } from './parts/boosting/split-search';
import { awaitOperation, awaitShards, joinShards, reportDone, startOperation, STOP } from './parts/boosting/threads';

const BIN: u32 = 1;
const SOFTMAX: u32 = 2;
const ROOT: u32 = 3;
const LEVEL: u32 = 4;
const FILL: u32 = 5;
const SEARCH: u32 = 6;
const SCORE: u32 = 7;
const LOSS: u32 = 8;

const MOST_TOGETHER: u32 = 4;
const OPEN_PER_BLOCK: u32 = 8;

export function heapBase(): usize {
  return __heap_base;
}

export function jobBytes(): u32 {
  return offsetof<Job>();
}

export function nodeBytes(): u32 {
  return offsetof<TreeNode>();
}

export function join(job: Job): u32 {
  return joinShards(job);
}

/** Takes part in the operations of the leading thread until it stops. */
export function work(job: Job, shard: u32): void {
  let seen = 0;
  while (true) {
    seen = awaitOperation(job, seen);
    if (job.operation == STOP || shard >= job.shards) return;
    perform(job, shard);
    reportDone(job);
  }
}

export function stop(job: Job): void {
  startOperation(job, STOP);
}

/** Bins the blocks from `first` whose raw columns stand ready, one per shard. False if a thread was lost. */
export function bin(job: Job, set: RowSet, first: u32): bool {
  job.binned = set;
  job.firstBinned = first;
  return run(job, BIN);
}

/** Grows the tree of an output and returns its nodes; -1 if a thread was lost. */
export function growTree(job: Job, plane: u32): i32 {
  openRoot(job);
  if (plane == 0 && job.outputs > 1 && !run(job, SOFTMAX)) return -1;
  job.plane = plane;
  if (!run(job, ROOT)) return -1;
  plantRoot(job, sumOfBlocks(job));
  job.pending = 1;
  job.pendingPlane = plane;
  while (true) {
    if (!searchOpenNodes(job)) return -1;
    splitOpenNodes(job);
    if (job.openCount == 0) break;
    placeHistograms(job);
    if (!run(job, LEVEL)) return -1;
  }
  job.tree += 1;
  return job.nodeCount;
}

/** Adds the tree that was grown last to the margins of the validation rows. False if a thread was lost. */
export function scoreValidation(job: Job): bool {
  flattenTree(job);
  return run(job, SCORE);
}

/** Weighted sum of the log-losses of the validation rows; -1 if a thread was lost. */
export function validationLoss(job: Job): f64 {
  if (!run(job, LOSS)) return -1;
  let sum: f64 = 0;
  for (let block: u32 = 0; block < job.validation.blocks; block += 1) {
    sum += load<f64>(job.validation.losses + (block << 3));
  }
  return sum;
}

function run(job: Job, operation: u32): bool {
  if (job.shards == 1) {
    job.operation = operation;
    perform(job, 0);
    return true;
  }
  startOperation(job, operation);
  perform(job, 0);
  return awaitShards(job);
}

function sumOfBlocks(job: Job): i64 {
  let sum: i64 = 0;
  for (let block: u32 = 0; block < job.train.blocks; block += 1) sum += load<i64>(job.blockTotals + (block << 3));
  return sum;
}

function searchOpenNodes(job: Job): bool {
  if (!run(job, SEARCH)) return false;
  while (job.endSlot < job.openCount) {
    job.firstSlot = job.endSlot;
    placeDirectly(job);
    if (!run(job, FILL) || !run(job, SEARCH)) return false;
  }
  return true;
}

function perform(job: Job, shard: u32): void {
  const operation = job.operation;
  if (operation == SEARCH) {
    searchPairs(job, shard);
  } else if (operation == BIN) {
    const block = job.firstBinned + shard;
    if (block < job.binned.blocks) binBlock(job, job.binned, block, shard);
  } else {
    performOnBlocks(job, shard);
  }
}

function performOnBlocks(job: Job, shard: u32): void {
  const operation = job.operation;
  const fills = operation == ROOT || operation == LEVEL || operation == FILL;
  if (fills) clearBuilt(job, shard);
  const set = operation == SCORE || operation == LOSS ? job.validation : job.train;
  const end = firstBlock(set, shard + 1, job.shards);
  // the more histograms there are, the more rows have to come at once for what they cost to fetch
  const together = min<u32>(MOST_TOGETHER, max<u32>(1, (job.endSlot - job.firstSlot) / OPEN_PER_BLOCK));
  for (let block = firstBlock(set, shard, job.shards); block < end; block += together) {
    const last = min(end, block + together);
    for (let each = block; each < last; each += 1) performOn(job, each, shard);
    if (fills) fillBlocks(job, block, last, shard);
  }
}

// Reads a block in order, as the hardware foresees, before its rows are read by node.
function touch(job: Job, block: u32): void {
  const bins = job.train.bins + block * job.blockRows * job.stride;
  const end = bins + job.blockRows * job.stride;
  let sum: u32 = 0;
  for (let at = bins; at < end; at += 64) sum += <u32>load<u8>(at);
  const gradients = gradientsOf(job, block);
  const endOfGradients = gradients + (job.blockRows << 3);
  for (let at = gradients; at < endOfGradients; at += 64) sum += <u32>load<u8>(at);
  store<u32>(job.blockTotals + (block << 3), sum);
}

function performOn(job: Job, block: u32, shard: u32): void {
  const operation = job.operation;
  if (operation == LEVEL) {
    touch(job, block);
    partitionBlock(job, block, shard);
  } else if (operation == ROOT) {
    startBlock(job, block, shard);
  } else if (operation == SOFTMAX) {
    if (job.pending) partitionBlock(job, block, shard);
    softmaxGradients(job, block);
  } else if (operation == SCORE) {
    scoreBlock(job, job.validation, block);
  } else if (operation == LOSS) {
    store<f64>(job.validation.losses + (block << 3), lossOfBlock(job, job.validation, block));
  }
}

function startBlock(job: Job, block: u32, shard: u32): void {
  const finished = job.outputs > 1 && job.plane == 0;
  if (job.pending && !finished) partitionBlock(job, block, shard);
  if (job.outputs == 1) sigmoidGradients(job, block);
  const rows = rowsOf(job, job.train, block);
  const index = job.index + (block * job.blockRows << 1);
  for (let row: u32 = 0; row < rows; row += 1) store<u16>(index + (row << 1), <u16>row);
  store<u32>(rangesOf(job, block, job.flipped), rows << 16);
  store<i64>(job.blockTotals + (block << 3), sumGradients(gradientsOf(job, block), rows));
}

function searchPairs(job: Job, shard: u32): void {
  for (let slot = job.firstSlot + shard * 2; slot < job.endSlot; slot += job.shards * 2) {
    const first = slotNode(job, slot);
    if (first.area >= 0) addShards(job, first);
    if (slot + 1 < job.endSlot) completePair(job, first, slotNode(job, slot + 1));
    searchSplit(job, first, job.pool + first.histogram * job.histogramBytes);
  }
}

function completePair(job: Job, first: TreeNode, second: TreeNode): void {
  if (second.area >= 0) addShards(job, second);
  const firstHistogram = job.pool + first.histogram * job.histogramBytes;
  const secondHistogram = job.pool + second.histogram * job.histogramBytes;
  if (first.area < 0) subtractSibling(job, firstHistogram, secondHistogram);
  if (second.area < 0) subtractSibling(job, secondHistogram, firstHistogram);
  searchSplit(job, second, secondHistogram);
}
