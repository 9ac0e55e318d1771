import { Job, TreeNode, slotNode } from './job';

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

/** Adds the rows of a block that the index names, from `index` to `end`. */
export function fill(job: Job, bins: usize, gradients: usize, index: usize, end: usize, histogram: usize): void {
  const stride = job.stride;
  const offsets = job.tileOffsets;
  const tiles = job.tiles;
  let tile: u32 = 0;
  // two tiles at a time stay in the first cache
  for (; tile + 2 <= tiles; tile += 2) {
    const one = histogram + load<u32>(offsets + (tile << 2));
    const two = histogram + load<u32>(offsets + (tile << 2), 4);
    fillTwoTiles(bins + (tile << 2), stride, gradients, index, end, one, two);
  }
  if (tile < tiles) {
    fillTile(bins + (tile << 2), stride, gradients, index, end, histogram + load<u32>(offsets + (tile << 2)));
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
