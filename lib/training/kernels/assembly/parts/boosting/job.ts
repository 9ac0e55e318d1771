// What one training is about. lib/training/trees/boosting-kernel.ts lists the same fields in the same order.

@unmanaged
export class Job {
  // in units of the integer sums
  lambda: f64;
  alpha: f64;
  leastHessian: f64;
  leastGain: f64;
  valueScale: f64;
  gainScale: f64;
  coverScale: f64;
  // threads
  sequence: i32;
  done: i32;
  joined: i32;
  shards: u32;
  operation: u32;
  // rows and features
  train: RowSet;
  validation: RowSet;
  blockRows: u32;
  stride: u32;
  outputs: u32;
  features: u32;
  /** Of every group of eight features its offset within a histogram. */
  groupOffsets: usize;
  /** Of every group the bytes from one of its features to the next. */
  groupStrides: usize;
  binCounts: usize;
  histogramBytes: u32;
  // binning
  /** 256 float32 per feature, padded with NaN. */
  cuts: usize;
  /** Per feature the exponent of the power of two above the number of its cuts, in a byte. */
  searchSteps: usize;
  /** float32 of one block per shard, column by column. */
  raw: usize;
  binned: RowSet;
  firstBinned: u32;
  baseMargins: usize;
  /** Address and output of every tree that the margins begin with. */
  startTrees: usize;
  startTreeCount: u32;
  // growing
  /** Per feature -1 where the tree may split by it, else 0, in 64 bits. */
  allowed: usize;
  /** Per feature 1, 0 or -1 in 32 bits; 0 where nothing is constrained. */
  monotone: usize;
  /** One plane of packed gradients per output. */
  gradients: usize;
  /** float32 of the gradient's and the hessian's scale, per class. */
  classScales: usize;
  /** uint16 per row: the rows of a block, ordered by node. */
  index: usize;
  /** Room for the index of a block, per shard. */
  aside: usize;
  ranges: usize;
  mostOpen: u32;
  blockTotals: usize;
  nodes: usize;
  parentSlots: usize;
  slots: usize;
  pool: usize;
  poolSize: u32;
  freeHistograms: usize;
  areas: usize;
  areasPerShard: u32;
  depth: u32;
  seed: u32;
  /** Rows whose hash is below take part in a tree; all where it is 2^32 - 1. */
  sampledBelow: u32;
  flatTree: usize;
  /** float32 per class, each followed by four bytes. */
  validationWeights: usize;
  /** Number of the next tree, which decides over what is rounded up and sampled. */
  tree: u32;
  // state, which begins as 0, of the tree that is being grown
  plane: u32;
  nodeCount: u32;
  parentCount: u32;
  openCount: u32;
  /** Slots whose histograms are built together. */
  firstSlot: u32;
  endSlot: u32;
  freeCount: u32;
  /** Whether both children of a node are built, since there is no room to keep the parents' histograms. */
  direct: u32;
  /** Whether the leaves of the last tree are not in the margins yet. */
  pending: u32;
  pendingPlane: u32;
  flipped: u32;
  level: u32;
}

@unmanaged
export class RowSet {
  rows: u32;
  blocks: u32;
  bins: usize;
  /** uint16 classes. */
  labels: usize;
  /** float32, one plane of blocks * blockRows per output. */
  margins: usize;
  /** float64 per block. */
  losses: usize;
}

@unmanaged
export class TreeNode {
  /** Place among the bins of a row. */
  feature: i32;
  /** Last bin that goes left. */
  bin: u32;
  missingLeft: u32;
  /** The right child follows; -1 for a leaf. */
  left: i32;
  value: f32;
  gain: f32;
  cover: f32;
  histogram: u32;
  /** Place in the areas of a shard where the histogram is built; -1 where it is parent minus sibling. */
  area: i32;
  /** Slot of the left child; -1 where both children are leaves. */
  childSlot: i32;
  total: i64;
  leftTotal: i64;
  lower: f64;
  upper: f64;
  /** Of the best split, in units of the integer sums. */
  score: f64;
  unsplit: f64;
}

// @ts-ignore: decorator
@inline
export function nodeAt(job: Job, node: u32): TreeNode {
  return changetype<TreeNode>(job.nodes + node * offsetof<TreeNode>());
}

// @ts-ignore: decorator
@inline
export function slotNode(job: Job, slot: u32): TreeNode {
  return nodeAt(job, load<u32>(job.slots + (slot << 2)));
}

/** First cell of a feature within a histogram. */
// @ts-ignore: decorator
@inline
export function cellsOf(job: Job, feature: u32): usize {
  const group = feature >> 3 << 2;
  return load<u32>(job.groupOffsets + group) + (feature & 7) * load<u32>(job.groupStrides + group);
}

// @ts-ignore: decorator
@inline
export function rowsOf(job: Job, set: RowSet, block: u32): u32 {
  return min(job.blockRows, set.rows - block * job.blockRows);
}

// @ts-ignore: decorator
@inline
export function planeBytes(job: Job, set: RowSet): u32 {
  return (set.blocks * job.blockRows) << 2;
}

// @ts-ignore: decorator
@inline
export function gradientsOf(job: Job, block: u32): usize {
  return job.gradients + job.plane * (planeBytes(job, job.train) << 1) + (block * job.blockRows << 3);
}

// @ts-ignore: decorator
@inline
export function firstBlock(set: RowSet, shard: u32, shards: u32): u32 {
  return <u32>((<u64>set.blocks * <u64>shard) / <u64>shards);
}

/** Of the sums in a packed int64. */
// @ts-ignore: decorator
@inline
export function gradientOf(packed: i64): f64 {
  return <f64>(<i32>(packed >> 32));
}

// @ts-ignore: decorator
@inline
export function hessianOf(packed: i64): f64 {
  return <f64>(<u32>packed);
}
