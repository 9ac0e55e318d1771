import { boundedWeight } from './growth';
import { cellsOf, Job, TreeNode, gradientOf, hessianOf } from './job';

// XGBoost's gain (Chen and Guestrin 2016, formula 7 without the half and gamma), in units of the integer sums:
// T(G)^2 / (H + lambda) of both children, where T draws the gradient alpha nearer to 0.

// @ts-ignore: decorator
@inline
function drawn2(gradient: v128, alpha: v128): v128 {
  return f64x2.max(f64x2.sub(f64x2.abs(gradient), alpha), f64x2.splat(0));
}

// @ts-ignore: decorator
@inline
function gradients2(packed: v128): v128 {
  return f64x2.convert_low_i32x4_s(v128.shuffle<i32>(packed, packed, 1, 3, 1, 3));
}

// @ts-ignore: decorator
@inline
function hessians2(packed: v128): v128 {
  return f64x2.convert_low_i32x4_u(v128.shuffle<i32>(packed, packed, 0, 2, 0, 2));
}

// @ts-ignore: decorator
@inline
function score2(left: v128, total: v128, lambda: v128, alpha: v128, least: v128): v128 {
  const leftHessian = hessians2(left);
  const rest = i64x2.sub(total, left);
  const restHessian = hessians2(rest);
  const enough = v128.and(f64x2.ge(leftHessian, least), f64x2.ge(restHessian, least));
  const leftDrawn = drawn2(gradients2(left), alpha);
  const restDrawn = drawn2(gradients2(rest), alpha);
  const leftWeight = f64x2.add(leftHessian, lambda);
  const restWeight = f64x2.add(restHessian, lambda);
  // one division instead of two
  const sum = f64x2.add(
    f64x2.mul(f64x2.mul(leftDrawn, leftDrawn), restWeight),
    f64x2.mul(f64x2.mul(restDrawn, restDrawn), leftWeight),
  );
  return v128.and(f64x2.div(sum, f64x2.mul(leftWeight, restWeight)), enough);
}

function unsplitScore(job: Job, total: i64): f64 {
  const gradient = max<f64>(Math.abs(gradientOf(total)) - job.alpha, 0);
  return (gradient * gradient) / (hessianOf(total) + job.lambda);
}

/** Finds the best split of a node: the first of those with the highest score. */
export function searchSplit(job: Job, node: TreeNode, histogram: usize): void {
  node.feature = -1;
  node.unsplit = job.monotone == 0 ? unsplitScore(job, node.total) : boundedScore(job, node, node.total);
  node.score = node.unsplit + job.leastGain;
  for (let feature: u32 = 0; feature < job.stride; feature += 2) {
    const allowed = v128.load(job.allowed + (feature << 3));
    if (!v128.any_true(allowed)) continue;
    const cells = histogram + cellsOf(job, feature);
    if (job.monotone == 0) {
      searchTwo(job, node, cells, histogram + cellsOf(job, feature + 1), allowed, feature);
    } else {
      searchBounded(job, node, cells, feature);
      searchBounded(job, node, histogram + cellsOf(job, feature + 1), feature + 1);
    }
  }
  if (node.feature >= 0) node.leftTotal = leftOf(job, node, histogram);
}

// the second has at most as many bins as the first, and none after those
function searchTwo(job: Job, node: TreeNode, cells: usize, others: usize, allowed: v128, feature: u32): void {
  const total = i64x2.splat(node.total);
  const lambda = f64x2.splat(job.lambda);
  const alpha = f64x2.splat(job.alpha);
  const least = f64x2.splat(job.leastHessian);
  const missing = v128.and(twoCells(cells, others), allowed);
  const end = load<u32>(job.binCounts + (feature << 2)) << 3;
  const withMissing = v128.any_true(missing);
  let left = i64x2.splat(0);
  let best = f64x2.splat(node.score);
  let bestCell = i32x4.splat(0);
  let bestMissing = best;
  let bestMissingCell = i32x4.splat(0);
  for (let offset: u32 = 8; offset < end; offset += 8) {
    left = i64x2.add(left, twoCells(cells + offset, others + offset));
    const at = i32x4.splat(offset);
    const score = v128.and(score2(left, total, lambda, alpha, least), allowed);
    const better = f64x2.gt(score, best);
    best = v128.bitselect(score, best, better);
    bestCell = v128.bitselect(at, bestCell, better);
    if (!withMissing) continue;
    const other = v128.and(score2(i64x2.add(left, missing), total, lambda, alpha, least), allowed);
    const otherBetter = f64x2.gt(other, bestMissing);
    bestMissing = v128.bitselect(other, bestMissing, otherBetter);
    bestMissingCell = v128.bitselect(at, bestMissingCell, otherBetter);
  }
  takeIfBetter(node, feature, f64x2.extract_lane(best, 0), i32x4.extract_lane(bestCell, 0), 0);
  takeIfBetter(node, feature, f64x2.extract_lane(bestMissing, 0), i32x4.extract_lane(bestMissingCell, 0), 1);
  takeIfBetter(node, feature + 1, f64x2.extract_lane(best, 1), i32x4.extract_lane(bestCell, 2), 0);
  takeIfBetter(node, feature + 1, f64x2.extract_lane(bestMissing, 1), i32x4.extract_lane(bestMissingCell, 2), 1);
}

// @ts-ignore: decorator
@inline
function twoCells(one: usize, other: usize): v128 {
  return v128.load64_lane(other, v128.load64_zero(one), 1);
}

function takeIfBetter(node: TreeNode, feature: u32, score: f64, offset: u32, missingLeft: u32): void {
  if (!(score > node.score)) return;
  node.score = score;
  node.feature = feature;
  node.bin = offset >> 3;
  node.missingLeft = missingLeft;
}

function leftOf(job: Job, node: TreeNode, histogram: usize): i64 {
  const cells = histogram + cellsOf(job, node.feature);
  let sum: i64 = node.missingLeft ? load<i64>(cells) : 0;
  for (let bin: u32 = 1; bin <= node.bin; bin += 1) sum += load<i64>(cells + (bin << 3));
  return sum;
}

// Where some feature is monotone: children's weights are bounded, and the score is what the bounded weight achieves.
function searchBounded(job: Job, node: TreeNode, cells: usize, feature: u32): void {
  if (load<i64>(job.allowed + (feature << 3)) == 0) return;
  const direction = <f64>load<i32>(job.monotone + (feature << 2));
  const missing = load<i64>(cells);
  let left: i64 = 0;
  const end = load<u32>(job.binCounts + (feature << 2)) << 3;
  for (let offset: u32 = 8; offset < end; offset += 8) {
    left += load<i64>(cells + offset);
    takeIfBetter(node, feature, directedScore(job, node, left, direction), offset, 0);
    if (missing == 0) continue;
    takeIfBetter(node, feature, directedScore(job, node, left + missing, direction), offset, 1);
  }
}

function directedScore(job: Job, node: TreeNode, left: i64, direction: f64): f64 {
  const right = node.total - left;
  // a node with bounds may score below 0, and a split with an empty child as much as it
  if (hessianOf(left) < job.leastHessian || hessianOf(right) < job.leastHessian) return -Infinity;
  if (direction * (boundedWeight(job, node, right) - boundedWeight(job, node, left)) < 0) return -Infinity;
  return boundedScore(job, node, left) + boundedScore(job, node, right);
}

function boundedScore(job: Job, node: TreeNode, total: i64): f64 {
  const weight = boundedWeight(job, node, total);
  const curvature = (hessianOf(total) + job.lambda) * weight * weight;
  return -(2 * gradientOf(total) * weight + curvature + 2 * job.alpha * Math.abs(weight));
}
