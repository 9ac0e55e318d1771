import { cellsOf, gradientsOf, Job, slotNode, TreeNode } from './job';
import { rangesOf } from './partition';

// A histogram has groups of eight features, the last perhaps of four. A feature has one packed sum per bin and room
// for 256, 64 or 16 of them, alike for all of a group, so that the room is a constant of the innermost loops.

// @ts-ignore: decorator
@inline
function addFour(cells: usize, room: usize, bins: usize, packed: i64): void {
  const first = cells + (<usize>load<u8>(bins) << 3);
  const second = cells + room + (<usize>load<u8>(bins, 1) << 3);
  const third = cells + 2 * room + (<usize>load<u8>(bins, 2) << 3);
  const fourth = cells + 3 * room + (<usize>load<u8>(bins, 3) << 3);
  store<i64>(first, load<i64>(first) + packed);
  store<i64>(second, load<i64>(second) + packed);
  store<i64>(third, load<i64>(third) + packed);
  store<i64>(fourth, load<i64>(fourth) + packed);
}

// @ts-ignore: decorator
@inline
function addRow(bins: usize, gradients: usize, cells: usize, room: usize, places: u32): void {
  const packed = load<i64>(gradients);
  addFour(cells, room, bins, packed);
  if (places == 8) addFour(cells + 4 * room, room, bins + 4, packed);
}

// @ts-ignore: decorator
@inline
function addRows(
  bins: usize, stride: u32, gradients: usize, index: usize, end: usize, cells: usize, room: usize, places: u32,
): void {
  const endOfPairs = index + ((end - index) & ~3);
  for (; index < endOfPairs; index += 4) {
    const row = <u32>load<u16>(index);
    addRow(bins + row * stride, gradients + (row << 3), cells, room, places);
    const next = <u32>load<u16>(index, 2);
    addRow(bins + next * stride, gradients + (next << 3), cells, room, places);
  }
  if (index < end) {
    const row = <u32>load<u16>(index);
    addRow(bins + row * stride, gradients + (row << 3), cells, room, places);
  }
}

function addEightWide(bins: usize, stride: u32, gradients: usize, index: usize, end: usize, cells: usize): void {
  addRows(bins, stride, gradients, index, end, cells, 2048, 8);
}

function addEightMiddling(bins: usize, stride: u32, gradients: usize, index: usize, end: usize, cells: usize): void {
  addRows(bins, stride, gradients, index, end, cells, 512, 8);
}

function addEightNarrow(bins: usize, stride: u32, gradients: usize, index: usize, end: usize, cells: usize): void {
  addRows(bins, stride, gradients, index, end, cells, 128, 8);
}

function addFourWide(bins: usize, stride: u32, gradients: usize, index: usize, end: usize, cells: usize): void {
  addRows(bins, stride, gradients, index, end, cells, 2048, 4);
}

function addFourMiddling(bins: usize, stride: u32, gradients: usize, index: usize, end: usize, cells: usize): void {
  addRows(bins, stride, gradients, index, end, cells, 512, 4);
}

function addFourNarrow(bins: usize, stride: u32, gradients: usize, index: usize, end: usize, cells: usize): void {
  addRows(bins, stride, gradients, index, end, cells, 128, 4);
}

/** Adds the rows of the blocks to the histograms of their nodes. */
export function fillBlocks(job: Job, first: u32, end: u32, shard: u32): void {
  for (let slot = job.firstSlot; slot < job.endSlot; slot += 1) {
    const node = slotNode(job, slot);
    if (node.area >= 0) fillNode(job, slot, first, end, builtAt(job, node, shard));
  }
}

// the histograms of a group stay in the first cache
function fillNode(job: Job, slot: u32, first: u32, end: u32, histogram: usize): void {
  for (let place: u32 = 0; place < job.stride; place += 8) {
    const cells = histogram + cellsOf(job, place);
    for (let block = first; block < end; block += 1) fillGroup(job, slot, block, place, cells);
  }
}

function fillGroup(job: Job, slot: u32, block: u32, place: u32, cells: usize): void {
  const range = load<u32>(rangesOf(job, block, job.flipped) + (slot << 2));
  const index = job.index + (block * job.blockRows << 1);
  const from = index + ((range & 0xffff) << 1);
  const to = index + ((range >> 16) << 1);
  const stride = job.stride;
  const bins = job.train.bins + block * job.blockRows * stride + place;
  const gradients = gradientsOf(job, block);
  const room = load<u32>(job.groupStrides + (place >> 3 << 2));
  if (place + 8 <= stride) {
    if (room == 2048) addEightWide(bins, stride, gradients, from, to, cells);
    else if (room == 512) addEightMiddling(bins, stride, gradients, from, to, cells);
    else addEightNarrow(bins, stride, gradients, from, to, cells);
  } else {
    if (room == 2048) addFourWide(bins, stride, gradients, from, to, cells);
    else if (room == 512) addFourMiddling(bins, stride, gradients, from, to, cells);
    else addFourNarrow(bins, stride, gradients, from, to, cells);
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
