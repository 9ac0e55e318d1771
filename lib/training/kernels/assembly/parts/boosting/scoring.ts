import { exp4, log4 } from './float-vectors';
import { highestMargin, scalesOf, sumOfExp } from './gradients';
import { Job, nodeAt, planeBytes, RowSet, rowsOf } from './job';

// A step of a row: a leaf leads to itself.
@unmanaged
class Step {
  feature: u32;
  lowest: u32;
  span: u32;
  left: u32;
}

/** Lays out the tree that was grown last for the scoring of binned rows. */
export function flattenTree(job: Job): void {
  for (let i: u32 = 0; i < job.nodeCount; i += 1) {
    const node = nodeAt(job, i);
    const step = changetype<Step>(job.flatTree + i * offsetof<Step>());
    const leaf = node.left < 0;
    step.feature = leaf ? 0 : node.feature;
    step.lowest = leaf ? 0 : 1 - node.missingLeft;
    step.span = leaf ? u32.MAX_VALUE : node.bin - step.lowest;
    step.left = leaf ? i : node.left;
  }
}

/** Adds the tree that was grown last to the margins of a block. */
export function scoreBlock(job: Job, set: RowSet, block: u32): void {
  const rows = rowsOf(job, set, block);
  const margins = set.margins + job.plane * planeBytes(job, set) + (block * job.blockRows << 2);
  let bins = set.bins + block * job.blockRows * job.stride;
  for (let row: u32 = 0; row < rows; row += 1) {
    let node: u32 = 0;
    for (let level: u32 = 0; level < job.level; level += 1) node = next(job.flatTree, node, bins);
    const margin = margins + (row << 2);
    store<f32>(margin, load<f32>(margin) + nodeAt(job, node).value);
    bins += job.stride;
  }
}

// @ts-ignore: decorator
@inline
function next(tree: usize, node: u32, bins: usize): u32 {
  const step = changetype<Step>(tree + node * offsetof<Step>());
  return step.left + u32(<u32>load<u8>(bins + step.feature) - step.lowest > step.span);
}

/** Weighted sum of the log-losses of a block. */
export function lossOfBlock(job: Job, set: RowSet, block: u32): f64 {
  const rows = rowsOf(job, set, block);
  const labels = set.labels + (block * job.blockRows << 1);
  let sum = f64x2.splat(0);
  for (let row: u32 = 0; row < rows; row += 4) {
    const label = v128.load16x4_u(labels + (row << 1));
    const margins = set.margins + (block * job.blockRows + row << 2);
    const losses = job.outputs == 1 ? sigmoidLosses(margins, label) : softmaxLosses(job, set, margins, label);
    const weighted = f32x4.mul(losses, scalesOf(job.validationWeights, label));
    const real = v128.and(weighted, i32x4.lt_u(i32x4(0, 1, 2, 3), i32x4.splat(rows - row)));
    sum = f64x2.add(sum, f64x2.promote_low_f32x4(real));
    sum = f64x2.add(sum, f64x2.promote_low_f32x4(v128.shuffle<i64>(real, real, 1, 1)));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

// @ts-ignore: decorator
@inline
function sigmoidLosses(margins: usize, label: v128): v128 {
  const margin = v128.load(margins);
  const wrong = v128.bitselect(f32x4.neg(margin), margin, i32x4.ne(label, i32x4.splat(0)));
  const rest = log4(f32x4.add(f32x4.splat(1), exp4(f32x4.neg(f32x4.abs(margin)))));
  return f32x4.add(f32x4.pmax(wrong, f32x4.splat(0)), rest);
}

function softmaxLosses(job: Job, set: RowSet, margins: usize, label: v128): v128 {
  const plane = planeBytes(job, set);
  const highest = highestMargin(margins, plane, job.outputs);
  const logarithm = log4(sumOfExp(margins, plane, job.outputs, highest));
  let own = v128.load(margins);
  for (let k: u32 = 1; k < job.outputs; k += 1) {
    own = v128.bitselect(v128.load(margins + k * plane), own, i32x4.eq(label, i32x4.splat(k)));
  }
  return f32x4.add(f32x4.sub(highest, own), logarithm);
}
