// Grows the trees of a random forest on histograms of byte bins. Bin 0 is missing; a row goes left of cut b where its
// bin is at most b. A drawn row is one 64-bit entry: its number, 8 x its class in bits 32..47, times drawn in bits 48..63.
// A cell holds one 64-bit sum per class: rows in the low half, times drawn in the high half.

/** What all trees have in common; the caller writes it as 32-bit words. */
@unmanaged
class Job {
  rows: u32;
  features: u32;
  classes: u32;
  /** 1 writes the share of class 1 alone. */
  outputs: u32;
  depth: u32;
  minimumLeafRows: u32;
  /** Features that are tried per node, at least. */
  tried: u32;
  seed: u32;
  /** What all shares are divided by. */
  trees: u32;
  /** Column by column. */
  bins: usize;
  /** Bins in use per column, as u32. */
  binCounts: usize;
  /** 256 float32 per column. */
  cuts: usize;
  /** One i32 per row. */
  labels: usize;
  /** One float64 per class. */
  classWeights: usize;
}

/** Memory that one thread grows its trees in. */
@unmanaged
class Workspace {
  /** Nodes that fit. */
  capacity: u32;
  /** 8 bytes per row. */
  entries: usize;
  /** 8 bytes per row. */
  scratch: usize;
  /** Numbers of the features, as u32. */
  order: usize;
  /** 256 cells. */
  histogram: usize;
  /** Two cells: what is left of the cut that a scan has come to, and of the best one. */
  left: usize;
  /** Two cells per level of the tree, and two more. */
  sums: usize;
  /** The tree: arrays of 32-bit words over its nodes. */
  tree: usize;
}

// arrays of a tree; those of the values follow
const FEATURE: u32 = 0;
const THRESHOLD: u32 = 1;
const LEFT: u32 = 2;
const RIGHT: u32 = 3;
const MISSING_LEFT: u32 = 4;
const GAIN: u32 = 5;
const COVER: u32 = 6;
const VALUES: u32 = 7;

// where missing goes, if no row of a node lacks the value: with the greater part of the rows
const UNDECIDED: u32 = 2;
const LARGEST_FLOAT: f32 = 3.4028234663852886e38;
// what rounding may leave of no gain
const LEAST_GAIN: f64 = 1e-6;

let job: Job = changetype<Job>(0);
let space: Workspace = changetype<Workspace>(0);
let cellBytes: usize = 0;
let nodes: u32 = 0;
let random: u64 = 0;

/** Whether a feature tried at the node has different values there. */
let anyVaries: bool = false;
let bestScore: f64 = 0;
let bestFeature: i32 = -1;
let bestBin: u32 = 0;
let bestMissingLeft: u32 = 0;

// bins of the histogram with rows
let touched0: u64 = 0;
let touched1: u64 = 0;
let touched2: u64 = 0;
let touched3: u64 = 0;

/** First address that the caller may use. */
export function heapBase(): usize {
  return __heap_base;
}

/** Writes the bin of each float32: 0 where missing, else 1 + the number of cuts up to it; 255 cuts, padded with infinity. */
export function binColumn(values: usize, rows: u32, cuts: usize, bins: usize): void {
  for (let row: u32 = 0; row < rows; row += 1) {
    const value = load<f32>(values + ((<usize>row) << 2));
    let below: u32 = 0;
    for (let step: u32 = 128; step > 0; step >>= 1) {
      below += select<u32>(step, 0, load<f32>(cuts + ((<usize>(below + step - 1)) << 2)) <= value);
    }
    store<u8>(bins + row, select<u32>(below + 1, 0, value == value));
  }
}

/** Grows one tree into the workspace, where its arrays come to stand one behind the other; the number of its nodes. */
export function growTree(jobAddress: usize, workspaceAddress: usize, tree: u32): u32 {
  job = changetype<Job>(jobAddress);
  space = changetype<Workspace>(workspaceAddress);
  cellBytes = (<usize>job.classes) << 3;
  random = ((<u64>job.seed) << 32) | (<u64>tree);
  for (let feature: u32 = 0; feature < job.features; feature += 1) {
    store<u32>(space.order + ((<usize>feature) << 2), feature);
  }
  memory.fill(space.histogram, 0, cellBytes << 8);
  const rows = drawRows();
  nodes = 1;
  writeLeaf(0, space.sums);
  if (isOpen(space.sums, 0)) split(0, 0, rows, 0, space.sums);
  packTree();
  return nodes;
}

/** The upper half of SplitMix64 (Steele, Lea and Flood 2014). */
function nextRandom(): u64 {
  random += 0x9e3779b97f4a7c15;
  let mixed = random;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return (mixed ^ (mixed >> 31)) >> 32;
}

/** Draws as many rows as there are, with replacement; the number of different ones. */
function drawRows(): u32 {
  const rows = job.rows;
  const counts = space.scratch;
  memory.fill(counts, 0, (<usize>rows) << 1);
  for (let i: u32 = 0; i < rows; i += 1) {
    const count = counts + (<usize>((nextRandom() * rows) >> 32) << 1);
    store<u16>(count, load<u16>(count) + 1);
  }
  memory.fill(space.sums, 0, cellBytes);
  let entry = space.entries;
  for (let row: u32 = 0; row < rows; row += 1) {
    const count = <u64>load<u16>(counts + ((<usize>row) << 1));
    if (count == 0) continue;
    const cell = (<u64>load<u32>(job.labels + ((<usize>row) << 2))) << 3;
    store<u64>(entry, (count << 48) | (cell << 32) | row);
    entry += 8;
    const sum = space.sums + <usize>cell;
    store<u64>(sum, load<u64>(sum) + ((count << 32) | 1));
  }
  return <u32>((entry - space.entries) >> 3);
}

function split(node: u32, start: u32, end: u32, depth: u32, sums: usize): void {
  findSplit(start, end, sums);
  if (bestFeature < 0) return;
  const left = space.sums + cellBytes * (((<usize>depth) + 1) << 1);
  const right = left + cellBytes;
  memory.copy(left, space.left + cellBytes, cellBytes);
  for (let i: usize = 0; i < cellBytes; i += 8) store<u64>(right + i, load<u64>(sums + i) - load<u64>(left + i));
  if (bestMissingLeft == UNDECIDED) bestMissingLeft = u32(weightOfAll(left) >= weightOfAll(right));
  const child = nodes;
  nodes += 2;
  writeSplit(node, child, sums);
  writeLeaf(child, left);
  writeLeaf(child + 1, right);
  const leftOpen = isOpen(left, depth + 1);
  const rightOpen = isOpen(right, depth + 1);
  if (!leftOpen && !rightOpen) return;
  const middle = partition(start, end);
  if (leftOpen) split(child, start, middle, depth + 1, left);
  if (rightOpen) split(child + 1, middle, end, depth + 1, right);
}

/** Whether a node may be split: not too deep, rows enough for two leaves, more than one class. */
function isOpen(sums: usize, depth: u32): bool {
  let rows: u32 = 0;
  let present: u32 = 0;
  for (let i: usize = 0; i < cellBytes; i += 8) {
    const sum = load<u64>(sums + i);
    rows += <u32>sum;
    present += u32(sum != 0);
  }
  return depth < job.depth && rows >= 2 * job.minimumLeafRows && present > 1;
}

/** Tries features in random order until enough were tried, of which one at least is not constant. */
function findSplit(start: u32, end: u32, sums: usize): void {
  bestFeature = -1;
  anyVaries = false;
  bestScore = scoreOf(sums) + LEAST_GAIN;
  const features = job.features;
  for (let i: u32 = 0; i < features && (i < job.tried || !anyVaries); i += 1) {
    const here = space.order + ((<usize>i) << 2);
    const there = here + (<usize>((nextRandom() * (features - i)) >> 32) << 2);
    const feature = load<u32>(there);
    store<u32>(there, load<u32>(here));
    store<u32>(here, feature);
    tryFeature(feature, start, end, sums);
  }
}

function tryFeature(feature: u32, start: u32, end: u32, sums: usize): void {
  const binCount = load<u32>(job.binCounts + ((<usize>feature) << 2));
  const bins = job.bins + (<usize>feature) * job.rows;
  const from = space.entries + ((<usize>start) << 3);
  const to = space.entries + ((<usize>end) << 3);
  if (end - start < binCount) {
    countFew(bins, from, to);
  } else {
    countMany(bins, from, to);
    touchAll(binCount);
  }
  if (job.classes == 2) scanTwoClasses(feature, binCount, sums);
  else scanClasses(feature, binCount, sums);
}

// @ts-ignore: decorators are valid on functions here
@inline
function addEntry(entry: u64, bin: u32): void {
  const cell = space.histogram + (<usize>bin) * cellBytes + <usize>((entry >> 32) & 0xffff);
  store<u64>(cell, load<u64>(cell) + (((entry >> 48) << 32) | 1));
}

function countMany(bins: usize, from: usize, to: usize): void {
  for (let at = from; at < to; at += 8) {
    const entry = load<u64>(at);
    addEntry(entry, load<u8>(bins + <u32>entry));
  }
}

function countFew(bins: usize, from: usize, to: usize): void {
  let word0: u64 = 0;
  let word1: u64 = 0;
  let word2: u64 = 0;
  let word3: u64 = 0;
  for (let at = from; at < to; at += 8) {
    const entry = load<u64>(at);
    const bin = <u32>load<u8>(bins + <u32>entry);
    addEntry(entry, bin);
    const bit = (<u64>1) << (bin & 63);
    const place = bin >> 6;
    word0 |= select<u64>(bit, 0, place == 0);
    word1 |= select<u64>(bit, 0, place == 1);
    word2 |= select<u64>(bit, 0, place == 2);
    word3 |= select<u64>(bit, 0, place == 3);
  }
  touched0 = word0;
  touched1 = word1;
  touched2 = word2;
  touched3 = word3;
}

function touchAll(binCount: u32): void {
  touched0 = firstBits(binCount, 0);
  touched1 = firstBits(binCount, 64);
  touched2 = firstBits(binCount, 128);
  touched3 = firstBits(binCount, 192);
}

function firstBits(count: u32, from: u32): u64 {
  if (count <= from) return 0;
  return count - from >= 64 ? ~(<u64>0) : ((<u64>1) << (count - from)) - 1;
}

/** The lowest bin that is touched, which it is no longer; 256 where none is. */
// @ts-ignore: decorators are valid on functions here
@inline
function nextTouched(): u32 {
  if (touched0 != 0) {
    const bin = <u32>ctz(touched0);
    touched0 &= touched0 - 1;
    return bin;
  }
  if (touched1 != 0) {
    const bin = <u32>ctz(touched1);
    touched1 &= touched1 - 1;
    return bin + 64;
  }
  if (touched2 != 0) {
    const bin = <u32>ctz(touched2);
    touched2 &= touched2 - 1;
    return bin + 128;
  }
  if (touched3 != 0) {
    const bin = <u32>ctz(touched3);
    touched3 &= touched3 - 1;
    return bin + 192;
  }
  return 256;
}

/** Weighted rows of a class, squared and summed over classes, by weighted rows: what is highest where classes are pure. */
function scoreOf(sums: usize): f64 {
  let weight: f64 = 0;
  let squares: f64 = 0;
  for (let i: usize = 0; i < cellBytes; i += 8) {
    const part = weightOf(load<u64>(sums + i), i);
    weight += part;
    squares += part * part;
  }
  return squares / weight;
}

// @ts-ignore: decorators are valid on functions here
@inline
function weightOf(sum: u64, classOffset: usize): f64 {
  return <f64>(<u32>(sum >> 32)) * load<f64>(job.classWeights + classOffset);
}

function weightOfAll(sums: usize): f64 {
  let weight: f64 = 0;
  for (let i: usize = 0; i < cellBytes; i += 8) weight += weightOf(load<u64>(sums + i), i);
  return weight;
}

function scanTwoClasses(feature: u32, binCount: u32, sums: usize): void {
  const histogram = space.histogram;
  const all0 = load<u64>(sums);
  const all1 = load<u64>(sums + 8);
  const missing0 = load<u64>(histogram);
  const missing1 = load<u64>(histogram + 8);
  const hasMissing = (missing0 | missing1) != 0;
  const missingRight = hasMissing ? 0 : UNDECIDED;
  let left0: u64 = 0;
  let left1: u64 = 0;
  let previous: u32 = 0;
  store<u64>(histogram, 0);
  store<u64>(histogram + 8, 0);
  touched0 &= ~(<u64>1);
  while (true) {
    const bin = nextTouched();
    if (bin == 256) break;
    const cell = histogram + ((<usize>bin) << 4);
    const here0 = load<u64>(cell);
    const here1 = load<u64>(cell + 8);
    if ((here0 | here1) == 0) continue;
    store<u64>(cell, 0);
    store<u64>(cell + 8, 0);
    if (previous != 0) {
      anyVaries = true;
      tryTwoClasses(feature, (previous + bin) >> 1, missingRight, all0, all1, left0, left1);
      if (hasMissing) {
        tryTwoClasses(feature, (previous + bin) >> 1, 1, all0, all1, left0 + missing0, left1 + missing1);
      }
    }
    previous = bin;
    left0 += here0;
    left1 += here1;
  }
  if (!hasMissing || previous == 0) return;
  anyVaries = true;
  tryTwoClasses(feature, binCount, 0, all0, all1, left0, left1);
}

// @ts-ignore: decorators are valid on functions here
@inline
function tryTwoClasses(feature: u32, bin: u32, missingLeft: u32, all0: u64, all1: u64, left0: u64, left1: u64): void {
  const right0 = all0 - left0;
  const right1 = all1 - left1;
  const least = job.minimumLeafRows;
  if (<u32>left0 + <u32>left1 < least || <u32>right0 + <u32>right1 < least) return;
  const leftWeight0 = weightOf(left0, 0);
  const leftWeight1 = weightOf(left1, 8);
  const rightWeight0 = weightOf(right0, 0);
  const rightWeight1 = weightOf(right1, 8);
  const score =
    (leftWeight0 * leftWeight0 + leftWeight1 * leftWeight1) / (leftWeight0 + leftWeight1) +
    (rightWeight0 * rightWeight0 + rightWeight1 * rightWeight1) / (rightWeight0 + rightWeight1);
  if (score <= bestScore) return;
  keepBest(score, feature, bin, missingLeft);
  store<u64>(space.left + 16, left0);
  store<u64>(space.left + 24, left1);
}

function keepBest(score: f64, feature: u32, bin: u32, missingLeft: u32): void {
  bestScore = score;
  bestFeature = feature;
  bestBin = bin;
  bestMissingLeft = missingLeft;
}

function scanClasses(feature: u32, binCount: u32, sums: usize): void {
  const missing = space.histogram;
  const left = space.left;
  let hasMissing = false;
  for (let i: usize = 0; i < cellBytes; i += 8) hasMissing = hasMissing || load<u64>(missing + i) != 0;
  memory.fill(left, 0, cellBytes);
  touched0 &= ~(<u64>1);
  let previous: u32 = 0;
  while (true) {
    const bin = nextTouched();
    if (bin == 256) break;
    const cell = space.histogram + (<usize>bin) * cellBytes;
    if (isEmpty(cell)) continue;
    if (previous != 0) {
      anyVaries = true;
      tryClasses(feature, (previous + bin) >> 1, hasMissing ? 0 : UNDECIDED, sums);
      if (hasMissing) {
        moveCell(left, missing, 1);
        tryClasses(feature, (previous + bin) >> 1, 1, sums);
        moveCell(left, missing, -1);
      }
    }
    previous = bin;
    moveCell(left, cell, 1);
    memory.fill(cell, 0, cellBytes);
  }
  memory.fill(missing, 0, cellBytes);
  if (!hasMissing || previous == 0) return;
  anyVaries = true;
  tryClasses(feature, binCount, 0, sums);
}

function isEmpty(cell: usize): bool {
  let all: u64 = 0;
  for (let i: usize = 0; i < cellBytes; i += 8) all |= load<u64>(cell + i);
  return all == 0;
}

function moveCell(to: usize, cell: usize, sign: i64): void {
  for (let i: usize = 0; i < cellBytes; i += 8) store<u64>(to + i, load<u64>(to + i) + sign * load<u64>(cell + i));
}

function tryClasses(feature: u32, bin: u32, missingLeft: u32, sums: usize): void {
  const left = space.left;
  let leftRows: u32 = 0;
  let rightRows: u32 = 0;
  let leftWeight: f64 = 0;
  let rightWeight: f64 = 0;
  let leftSquares: f64 = 0;
  let rightSquares: f64 = 0;
  for (let i: usize = 0; i < cellBytes; i += 8) {
    const leftSum = load<u64>(left + i);
    const rightSum = load<u64>(sums + i) - leftSum;
    leftRows += <u32>leftSum;
    rightRows += <u32>rightSum;
    const leftPart = weightOf(leftSum, i);
    const rightPart = weightOf(rightSum, i);
    leftWeight += leftPart;
    rightWeight += rightPart;
    leftSquares += leftPart * leftPart;
    rightSquares += rightPart * rightPart;
  }
  if (leftRows < job.minimumLeafRows || rightRows < job.minimumLeafRows) return;
  const score = leftSquares / leftWeight + rightSquares / rightWeight;
  if (score <= bestScore) return;
  keepBest(score, feature, bin, missingLeft);
  memory.copy(left + cellBytes, left, cellBytes);
}

/** Orders the entries by the best split, those that go left first, and keeps their order otherwise; where the right begin. */
function partition(start: u32, end: u32): u32 {
  const bins = job.bins + (<usize>bestFeature) * job.rows;
  const to = space.entries + ((<usize>end) << 3);
  // bin 0 wraps to a large number where missing goes right
  const lowest: u32 = 1 - bestMissingLeft;
  const width = bestBin - lowest;
  let left = space.entries + ((<usize>start) << 3);
  let right = space.scratch;
  for (let at = left; at < to; at += 8) {
    const entry = load<u64>(at);
    const goesLeft = <usize>(<u32>load<u8>(bins + <u32>entry) - lowest <= width);
    store<u64>(left, entry);
    store<u64>(right, entry);
    left += goesLeft << 3;
    right += (1 - goesLeft) << 3;
  }
  memory.copy(left, space.scratch, right - space.scratch);
  return <u32>((left - space.entries) >> 3);
}

// @ts-ignore: decorators are valid on functions here
@inline
function word(array: u32, node: u32): usize {
  return space.tree + (((<usize>array) * space.capacity + node) << 2);
}

function writeSplit(node: u32, child: u32, sums: usize): void {
  const feature = <usize>bestFeature;
  const last = load<u32>(job.binCounts + (feature << 2));
  const cut = load<f32>(job.cuts + (feature << 10) + ((<usize>bestBin - 1) << 2));
  store<i32>(word(FEATURE, node), bestFeature);
  // all that is present goes left
  store<f32>(word(THRESHOLD, node), bestBin == last ? LARGEST_FLOAT : cut);
  store<i32>(word(LEFT, node), child);
  store<i32>(word(RIGHT, node), child + 1);
  store<u32>(word(MISSING_LEFT, node), bestMissingLeft);
  store<f32>(word(GAIN, node), <f32>(bestScore - scoreOf(sums)));
}

function writeLeaf(node: u32, sums: usize): void {
  const weight = weightOfAll(sums);
  store<i32>(word(FEATURE, node), -1);
  store<f32>(word(THRESHOLD, node), 0);
  store<i32>(word(LEFT, node), -1);
  store<i32>(word(RIGHT, node), -1);
  store<u32>(word(MISSING_LEFT, node), 0);
  store<f32>(word(GAIN, node), 0);
  store<f32>(word(COVER, node), <f32>weight);
  const firstClass: usize = job.outputs == 1 ? 1 : 0;
  for (let output: u32 = 0; output < job.outputs; output += 1) {
    const offset = (firstClass + output) << 3;
    const share = weightOf(load<u64>(sums + offset), offset) / weight;
    store<f32>(word(VALUES + output, node), <f32>(share / <f64>job.trees));
  }
}

/** Moves the arrays together, so that none has room left behind it. */
function packTree(): void {
  const bytes = (<usize>nodes) << 2;
  for (let array: u32 = 1; array < VALUES + job.outputs; array += 1) {
    memory.copy(space.tree + bytes * array, word(array, 0), bytes);
  }
}
