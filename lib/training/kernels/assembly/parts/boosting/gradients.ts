import { exp4, nearestInteger4 } from './float-vectors';
import { Job, planeBytes } from './job';

// "lowbias32" by C. Wellons
// @ts-ignore: decorator
@inline
function hash4(rows: v128): v128 {
  let x = v128.xor(rows, i32x4.shr_u(rows, 16));
  x = i32x4.mul(x, i32x4.splat(0x7feb352d));
  x = v128.xor(x, i32x4.shr_u(x, 15));
  x = i32x4.mul(x, i32x4.splat(0x846ca68b));
  return v128.xor(x, i32x4.shr_u(x, 16));
}

export function hash(x: u32): u32 {
  return <u32>i32x4.extract_lane(hash4(i32x4.splat(x)), 0);
}

// Rounded up or down by chance, which the row and the tree decide, so that sums are right on average.
// @ts-ignore: decorator
@inline
function storePacked(to: usize, gradient: v128, hessian: v128, rows: v128, salt: v128, sampledBelow: u32): void {
  const chance = hash4(v128.xor(rows, salt));
  const unit = f32x4.splat(1.0 / 65536.0);
  // from -1/2 to below 1/2
  const shift = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_s(i32x4.shl(chance, 16), 16)), unit);
  const otherShift = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_s(chance, 16)), unit);
  let g = nearestInteger4(f32x4.add(gradient, shift));
  let h = nearestInteger4(f32x4.add(hessian, otherShift));
  if (sampledBelow != u32.MAX_VALUE) {
    const taken = i32x4.lt_u(hash4(v128.xor(hash4(rows), salt)), i32x4.splat(sampledBelow));
    g = v128.and(g, taken);
    h = v128.and(h, taken);
  }
  v128.store(to, v128.shuffle<i32>(h, g, 0, 4, 1, 5));
  v128.store(to, v128.shuffle<i32>(h, g, 2, 6, 3, 7), 16);
}

// @ts-ignore: decorator
@inline
function saltOf(job: Job, tree: u32): v128 {
  return i32x4.splat(hash(job.seed ^ hash(tree)));
}

/** Gradients and hessians of the log-loss of a block, for the sigmoid of the one margin. */
export function sigmoidGradients(job: Job, block: u32): void {
  const train = job.train;
  const first = block * job.blockRows;
  const margins = train.margins + (first << 2);
  const labels = train.labels + (first << 1);
  const gradients = job.gradients + (first << 3);
  const one = f32x4.splat(1);
  const salt = saltOf(job, job.tree);
  const sampledBelow = job.sampledBelow;
  const negativeGradient = v128.load32_splat(job.classScales);
  const negativeHessian = v128.load32_splat(job.classScales, 4);
  const positiveGradient = v128.load32_splat(job.classScales, 8);
  const positiveHessian = v128.load32_splat(job.classScales, 12);
  let rows = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
  for (let i: u32 = 0; i < job.blockRows; i += 4) {
    const positive = i32x4.ne(v128.load16x4_u(labels + (i << 1)), i32x4.splat(0));
    const e = exp4(f32x4.neg(v128.load(margins + (i << 2))));
    const p = f32x4.div(one, f32x4.add(one, e));
    const g = f32x4.sub(p, v128.and(positive, one));
    const h = f32x4.pmax(f32x4.mul(p, f32x4.sub(one, p)), f32x4.splat(1e-16));
    const gradient = f32x4.mul(g, v128.bitselect(positiveGradient, negativeGradient, positive));
    const hessian = f32x4.mul(h, v128.bitselect(positiveHessian, negativeHessian, positive));
    storePacked(gradients + (i << 3), gradient, hessian, rows, salt, sampledBelow);
    rows = i32x4.add(rows, i32x4.splat(4));
  }
}

/** Gradients and hessians of a block for the softmax of all margins, one plane of them per output. */
export function softmaxGradients(job: Job, block: u32): void {
  const train = job.train;
  const plane = planeBytes(job, train);
  const first = block * job.blockRows;
  const labels = train.labels + (first << 1);
  const one = f32x4.splat(1);
  for (let i: u32 = 0; i < job.blockRows; i += 4) {
    const rows = i32x4.add(i32x4.splat(first + i), i32x4(0, 1, 2, 3));
    const label = v128.load16x4_u(labels + (i << 1));
    const margins = train.margins + (first + i << 2);
    const highest = highestMargin(margins, plane, job.outputs);
    const inverse = f32x4.div(one, sumOfExp(margins, plane, job.outputs, highest));
    const gradientScale = scalesOf(job.classScales, label);
    const hessianScale = scalesOf(job.classScales + 4, label);
    for (let k: u32 = 0; k < job.outputs; k += 1) {
      const e = exp4(f32x4.sub(v128.load(margins + k * plane), highest));
      const p = f32x4.mul(e, inverse);
      const g = f32x4.sub(p, v128.and(i32x4.eq(label, i32x4.splat(k)), one));
      const twice = f32x4.mul(f32x4.add(p, p), f32x4.sub(one, p));
      const h = f32x4.pmax(twice, f32x4.splat(1e-16));
      const to = job.gradients + k * (plane << 1) + (first + i << 3);
      const salt = saltOf(job, job.tree + k);
      storePacked(to, f32x4.mul(g, gradientScale), f32x4.mul(h, hessianScale), rows, salt, job.sampledBelow);
    }
  }
}

// @ts-ignore: decorator
@inline
export function highestMargin(margins: usize, plane: u32, outputs: u32): v128 {
  let highest = v128.load(margins);
  for (let k: u32 = 1; k < outputs; k += 1) highest = f32x4.pmax(highest, v128.load(margins + k * plane));
  return highest;
}

// @ts-ignore: decorator
@inline
export function sumOfExp(margins: usize, plane: u32, outputs: u32, highest: v128): v128 {
  let sum = f32x4.splat(0);
  for (let k: u32 = 0; k < outputs; k += 1) {
    sum = f32x4.add(sum, exp4(f32x4.sub(v128.load(margins + k * plane), highest)));
  }
  return sum;
}

// @ts-ignore: decorator
@inline
export function scalesOf(scales: usize, labels: v128): v128 {
  const first = v128.load32_splat(scales + (i32x4.extract_lane(labels, 0) << 3));
  const second = v128.load32_lane(scales + (i32x4.extract_lane(labels, 1) << 3), first, 1);
  const third = v128.load32_lane(scales + (i32x4.extract_lane(labels, 2) << 3), second, 2);
  return v128.load32_lane(scales + (i32x4.extract_lane(labels, 3) << 3), third, 3);
}

/** Sum of the packed gradients of a block. */
export function sumGradients(gradients: usize, rows: u32): i64 {
  let sum: i64 = 0;
  for (let i: u32 = 0; i < rows; i += 1) sum += load<i64>(gradients + (i << 3));
  return sum;
}
