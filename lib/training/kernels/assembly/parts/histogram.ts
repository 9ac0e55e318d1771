import { gradientsOf, Job, slotNode, TreeNode } from './job';
import { rangesOf } from './partition';

// A histogram is one tile per four features; a tile has for every bin the four packed sums side by side.

// @ts-ignore: decorator
@inline
function addFour(tile: usize, bins: u32, packed: i64): void {
  const first = tile + ((bins << 5) & 0x1fe0);
  store<i64>(first, load<i64>(first) + packed);
  const second = tile + ((bins >> 3) & 0x1fe0);
  store<i64>(second, load<i64>(second, 8) + packed, 8);
  const third = tile + ((bins >> 11) & 0x1fe0);
  store<i64>(third, load<i64>(third, 16) + packed, 16);
  const fourth = tile + ((bins >> 19) & 0x1fe0);
  store<i64>(fourth, load<i64>(fourth, 24) + packed, 24);
}

function fillTwoTiles(bins: usize, stride: u32, gradients: usize, index: usize, end: usize, one: usize, two: usize): void {
  for (; index < end; index += 2) {
    const row = <u32>load<u16>(index);
    const eight = load<u64>(bins + row * stride);
    const packed = load<i64>(gradients + (row << 3));
    addFour(one, <u32>eight, packed);
    addFour(two, <u32>(eight >> 32), packed);
  }
}

function fillTile(bins: usize, stride: u32, gradients: usize, index: usize, end: usize, tile: usize): void {
  for (; index < end; index += 2) {
    const row = <u32>load<u16>(index);
    addFour(tile, load<u32>(bins + row * stride), load<i64>(gradients + (row << 3)));
  }
}

/** Adds the rows of the blocks to the histograms of their nodes. */
export function fillBlocks(job: Job, first: u32, end: u32, shard: u32): void {
  for (let slot = job.firstSlot; slot < job.endSlot; slot += 1) {
    const node = slotNode(job, slot);
    if (node.area >= 0) fillNode(job, slot, first, end, builtAt(job, node, shard));
  }
}

// two tiles at a time stay in the first cache
function fillNode(job: Job, slot: u32, first: u32, end: u32, histogram: usize): void {
  for (let tile: u32 = 0; tile < job.tiles; tile += 2) {
    const offsets = job.tileOffsets + (tile << 2);
    const one = histogram + load<u32>(offsets);
    const two = tile + 1 < job.tiles ? histogram + load<u32>(offsets, 4) : 0;
    for (let block = first; block < end; block += 1) fillTiles(job, slot, block, tile, one, two);
  }
}

function fillTiles(job: Job, slot: u32, block: u32, tile: u32, one: usize, two: usize): void {
  const range = load<u32>(rangesOf(job, block, job.flipped) + (slot << 2));
  const index = job.index + (block * job.blockRows << 1);
  const from = index + ((range & 0xffff) << 1);
  const to = index + ((range >> 16) << 1);
  const bins = job.train.bins + block * job.blockRows * job.stride + (tile << 2);
  const gradients = gradientsOf(job, block);
  if (two != 0) {
    fillTwoTiles(bins, job.stride, gradients, from, to, one, two);
  } else {
    fillTile(bins, job.stride, gradients, from, to, one);
  }
}

/** Where a shard builds the histogram of a node. */
export function builtAt(job: Job, node: TreeNode, shard: u32): usize {
  if (shard == 0) return job.pool + node.histogram * job.histogramBytes;
  return job.areas + ((shard - 1) * job.areasPerShard + node.area) * job.histogramBytes;
}

export function clearBuilt(job: Job, shard: u32): void {
  for (let slot = job.firstSlot; slot < job.endSlot; slot += 1) {
    const node = slotNode(job, slot);
    if (node.area >= 0) memory.fill(builtAt(job, node, shard), 0, job.histogramBytes);
  }
}

/** Adds what the other shards built. */
export function addShards(job: Job, node: TreeNode): void {
  const own = builtAt(job, node, 0);
  for (let shard: u32 = 1; shard < job.shards; shard += 1) {
    const other = builtAt(job, node, shard);
    for (let at: usize = 0; at < job.histogramBytes; at += 16) {
      v128.store(own + at, i64x2.add(v128.load(own + at), v128.load(other + at)));
    }
  }
}

/** Makes the histogram of a parent that of the child that was not built. */
export function subtractSibling(job: Job, parent: usize, built: usize): void {
  for (let at: usize = 0; at < job.histogramBytes; at += 16) {
    v128.store(parent + at, i64x2.sub(v128.load(parent + at), v128.load(built + at)));
  }
}
