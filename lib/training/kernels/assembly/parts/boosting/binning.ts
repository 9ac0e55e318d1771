import { Job, RowSet, planeBytes, rowsOf } from './job';

// Trees of an earlier training, on raw values. lib/training/trees/start-trees.ts lists the same fields.
@unmanaged
class StartTree {
  nodes: usize;
  output: u32;
}

@unmanaged
class StartNode {
  /** -1 for a leaf. */
  place: i32;
  threshold: f32;
  left: u32;
  right: u32;
  missingLeft: u32;
  value: f32;
}

/** Bins the raw columns of a block, which stand in the raw room of the shard, and starts its margins. */
export function binBlock(job: Job, set: RowSet, block: u32, shard: u32): void {
  const rows = rowsOf(job, set, block);
  const raw = job.raw + shard * job.features * (job.blockRows << 2);
  const bins = set.bins + block * job.blockRows * job.stride;
  for (let feature: u32 = 0; feature < job.features; feature += 1) {
    const cuts = job.cuts + (feature << 10);
    const steps = load<u8>(job.searchSteps + feature);
    binColumn(raw + feature * (job.blockRows << 2), rows, cuts, steps, bins + feature, job.stride);
  }
  for (let plane: u32 = 0; plane < job.outputs; plane += 1) {
    const margins = set.margins + plane * planeBytes(job, set) + (block * job.blockRows << 2);
    const base = load<f32>(job.baseMargins + (plane << 2));
    for (let i: u32 = 0; i < job.blockRows; i += 1) store<f32>(margins + (i << 2), base);
  }
  for (let tree: u32 = 0; tree < job.startTreeCount; tree += 1) {
    const start = changetype<StartTree>(job.startTrees + tree * offsetof<StartTree>());
    const margins = set.margins + start.output * planeBytes(job, set) + (block * job.blockRows << 2);
    for (let i: u32 = 0; i < rows; i += 1) {
      const margin = margins + (i << 2);
      store<f32>(margin, load<f32>(margin) + valueOf(job, start.nodes, raw + (i << 2)));
    }
  }
}

function valueOf(job: Job, nodes: usize, raw: usize): f32 {
  let node = changetype<StartNode>(nodes);
  while (node.place >= 0) {
    const value = load<f32>(raw + node.place * (job.blockRows << 2));
    const left = value < node.threshold || (value != value && node.missingLeft != 0);
    node = changetype<StartNode>(nodes + (left ? node.left : node.right) * offsetof<StartNode>());
  }
  return node.value;
}

function binColumn(values: usize, rows: u32, cuts: usize, steps: u32, bins: usize, stride: u32): void {
  if (steps > 6) binRows(values, rows, cuts, 8, bins, stride);
  else if (steps > 4) binRows(values, rows, cuts, 6, bins, stride);
  else binRows(values, rows, cuts, 4, bins, stride);
}

// bin 0 is missing, else one more than the cuts that are at most the value
// @ts-ignore: decorator
@inline
function binRows(values: usize, rows: u32, cuts: usize, steps: u32, bins: usize, stride: u32): void {
  const end = values + (rows << 2);
  for (; values < end; values += 4, bins += stride) {
    const value = load<f32>(values);
    let passed: usize = 0;
    if (steps >= 8) passed += half(cuts + passed, value, 128);
    if (steps >= 8) passed += half(cuts + passed, value, 64);
    if (steps >= 6) passed += half(cuts + passed, value, 32);
    if (steps >= 6) passed += half(cuts + passed, value, 16);
    passed += half(cuts + passed, value, 8);
    passed += half(cuts + passed, value, 4);
    passed += half(cuts + passed, value, 2);
    passed += half(cuts + passed, value, 1);
    store<u8>(bins, (passed >> 2) + u32(value == value));
  }
}

// one step of a binary search without a branch, in bytes
// @ts-ignore: decorator
@inline
function half(cuts: usize, value: f32, count: usize): usize {
  return usize(load<f32>(cuts + (count - 1) * 4) <= value) * (count * 4);
}
