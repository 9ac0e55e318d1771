import { Job, TreeNode, nodeAt, planeBytes } from './job';

// The rows of a block that belong to an open node are a range of the block's index: start in the low, end in the
// high half of 32 bits.

// @ts-ignore: decorator
@inline
export function rangesOf(job: Job, block: u32, flipped: u32): usize {
  return job.ranges + ((block * 2 + flipped) * job.mostOpen << 2);
}

/** Sends the rows of the parents to their children where those are open, else adds the leaves to the margins. */
export function partitionBlock(job: Job, block: u32, shard: u32): void {
  const train = job.train;
  const bins = train.bins + block * job.blockRows * job.stride;
  const index = job.index + (block * job.blockRows << 1);
  const margins = train.margins + job.pendingPlane * planeBytes(job, train) + (block * job.blockRows << 2);
  const aside = job.aside + shard * (job.blockRows << 1);
  const from = rangesOf(job, block, job.flipped ^ 1);
  const to = rangesOf(job, block, job.flipped);
  for (let slot: u32 = 0; slot < job.parentCount; slot += 1) {
    const node = nodeAt(job, load<u32>(job.parentSlots + (slot << 2)));
    const range = load<u32>(from + (slot << 2));
    const start = index + ((range & 0xffff) << 1);
    const end = index + ((range >> 16) << 1);
    if (node.left < 0) {
      addLeaf(margins, start, end, node.value);
    } else if (node.childSlot < 0) {
      addLeaves(job, node, bins, margins, start, end);
    } else {
      const middle = partition(bins + node.feature, job.stride, node.bin, node.missingLeft, start, end, aside);
      const cut = <u32>((middle - index) >> 1);
      store<u32>(to + (node.childSlot << 2), (range & 0xffff) | (cut << 16));
      store<u32>(to + (node.childSlot << 2), cut | (range & 0xffff0000), 4);
    }
  }
}

// Stable. Both sides are written for every row, only one of them goes on.
function partition(
  bins: usize, stride: u32, bin: u32, missingLeft: u32, start: usize, end: usize, aside: usize,
): usize {
  const lowest: u32 = 1 - missingLeft;
  const span = bin - lowest;
  let left = start;
  let right = aside;
  for (let at = start; at < end; at += 2) {
    const row = load<u16>(at);
    const goesLeft = u32(<u32>load<u8>(bins + <u32>row * stride) - lowest <= span) << 1;
    store<u16>(left, row);
    store<u16>(right, row);
    left += goesLeft;
    right += 2 - goesLeft;
  }
  let to = left;
  let from = aside;
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  for (; to < end; to += 2, from += 2) store<u16>(to, load<u16>(from));
  return left;
}

function addLeaf(margins: usize, start: usize, end: usize, value: f32): void {
  for (let at = start; at < end; at += 2) {
    const margin = margins + (<u32>load<u16>(at) << 2);
    store<f32>(margin, load<f32>(margin) + value);
  }
}

function addLeaves(job: Job, node: TreeNode, bins: usize, margins: usize, start: usize, end: usize): void {
  const lowest: u32 = 1 - node.missingLeft;
  const span = node.bin - lowest;
  const stride = job.stride;
  const column = bins + node.feature;
  const left = nodeAt(job, node.left).value;
  const right = nodeAt(job, node.left + 1).value;
  for (let at = start; at < end; at += 2) {
    const row = <u32>load<u16>(at);
    const value = select<f32>(left, right, <u32>load<u8>(column + row * stride) - lowest <= span);
    const margin = margins + (row << 2);
    store<f32>(margin, load<f32>(margin) + value);
  }
}
