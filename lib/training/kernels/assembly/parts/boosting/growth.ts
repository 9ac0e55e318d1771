import { Job, TreeNode, gradientOf, hessianOf, nodeAt, slotNode } from './job';

/** Makes the root the only open node of a new tree; what is left to do for the last tree are its `parents`. */
export function openRoot(job: Job): void {
  job.openCount = 1;
  job.level = 0;
  job.direct = 0;
  job.freeCount = job.poolSize - 1;
  for (let id: u32 = 1; id < job.poolSize; id += 1) store<u32>(job.freeHistograms + (id - 1 << 2), job.poolSize - id);
  store<u32>(job.slots, 0);
  nodeAt(job, 0).histogram = 0;
  nodeAt(job, 0).area = 0;
  job.firstSlot = 0;
  job.endSlot = 1;
}

function swapSlots(job: Job): void {
  const slots = job.slots;
  job.slots = job.parentSlots;
  job.parentSlots = slots;
  job.parentCount = job.openCount;
  job.flipped ^= 1;
}

export function plantRoot(job: Job, total: i64): void {
  job.nodeCount = 1;
  const root = nodeAt(job, 0);
  root.lower = -Infinity;
  root.upper = Infinity;
  asLeaf(job, root, total);
}

function asLeaf(job: Job, node: TreeNode, total: i64): void {
  node.feature = -1;
  node.left = -1;
  node.gain = 0;
  node.total = total;
  node.cover = <f32>(hessianOf(total) * job.coverScale);
  node.value = <f32>(boundedWeight(job, node, total) * job.valueScale);
}

/** What rows of these sums would add to the margin before the learning rate, in units of the integer sums. */
export function boundedWeight(job: Job, node: TreeNode, total: i64): f64 {
  const hessian = hessianOf(total);
  if (hessian <= 0) return min(max<f64>(0, node.lower), node.upper);
  const gradient = gradientOf(total);
  const drawn = max<f64>(Math.abs(gradient) - job.alpha, 0);
  return min(max((gradient > 0 ? -drawn : drawn) / (hessian + job.lambda), node.lower), node.upper);
}

/** Splits the open nodes for which a split was found; children that may be split further are open next. */
export function splitOpenNodes(job: Job): void {
  swapSlots(job);
  job.openCount = 0;
  job.level += 1;
  for (let slot: u32 = 0; slot < job.parentCount; slot += 1) {
    const node = nodeAt(job, load<u32>(job.parentSlots + (slot << 2)));
    node.childSlot = -1;
    if (node.feature >= 0) split(job, node);
    if (node.childSlot < 0 && !job.direct) freeHistogram(job, node.histogram);
  }
}

function freeHistogram(job: Job, id: u32): void {
  store<u32>(job.freeHistograms + (job.freeCount << 2), id);
  job.freeCount += 1;
}

function split(job: Job, node: TreeNode): void {
  node.left = job.nodeCount;
  node.gain = <f32>((node.score - node.unsplit) * job.gainScale);
  job.nodeCount += 2;
  const left = nodeAt(job, node.left);
  const right = nodeAt(job, node.left + 1);
  inheritBounds(job, node, left, right);
  asLeaf(job, left, node.leftTotal);
  asLeaf(job, right, node.total - node.leftTotal);
  if (job.level == job.depth || !(mayBeSplit(job, left) || mayBeSplit(job, right))) return;
  node.childSlot = job.openCount;
  store<u32>(job.slots + (job.openCount << 2), node.left);
  store<u32>(job.slots + (job.openCount << 2), node.left + 1, 4);
  job.openCount += 2;
}

/** Decides where the histograms of the open nodes come from: one is built, its sibling is the parent minus it. */
export function placeHistograms(job: Job): void {
  job.firstSlot = 0;
  if (job.openCount > min(job.poolSize, job.areasPerShard * 2)) job.direct = 1;
  if (job.direct) {
    placeDirectly(job);
    return;
  }
  job.endSlot = job.openCount;
  for (let slot: u32 = 0; slot < job.parentCount; slot += 1) {
    const parent = nodeAt(job, load<u32>(job.parentSlots + (slot << 2)));
    if (parent.childSlot >= 0) placePair(job, parent);
  }
}

function placePair(job: Job, parent: TreeNode): void {
  const left = nodeAt(job, parent.left);
  const right = nodeAt(job, parent.left + 1);
  const leftIsSmaller = hessianOf(left.total) < hessianOf(right.total);
  const built = leftIsSmaller ? left : right;
  const sibling = leftIsSmaller ? right : left;
  job.freeCount -= 1;
  built.histogram = load<u32>(job.freeHistograms + (job.freeCount << 2));
  built.area = parent.childSlot >> 1;
  sibling.histogram = parent.histogram;
  sibling.area = -1;
}

/** Has the histograms of the next open nodes built, of all of them, as many as there is room for. */
export function placeDirectly(job: Job): void {
  job.endSlot = min(job.openCount, job.firstSlot + (min(job.poolSize, job.areasPerShard) & ~1));
  for (let slot = job.firstSlot; slot < job.endSlot; slot += 1) {
    const node = slotNode(job, slot);
    node.histogram = node.area = slot - job.firstSlot;
  }
}

function mayBeSplit(job: Job, node: TreeNode): bool {
  return hessianOf(node.total) >= 2 * job.leastHessian;
}

function inheritBounds(job: Job, node: TreeNode, left: TreeNode, right: TreeNode): void {
  left.lower = right.lower = node.lower;
  left.upper = right.upper = node.upper;
  const direction = job.monotone == 0 ? 0 : load<i32>(job.monotone + (node.feature << 2));
  if (direction == 0) return;
  const rightTotal = node.total - node.leftTotal;
  const middle = (boundedWeight(job, node, node.leftTotal) + boundedWeight(job, node, rightTotal)) / 2;
  if (direction > 0) {
    left.upper = right.lower = middle;
  } else {
    left.lower = right.upper = middle;
  }
}
