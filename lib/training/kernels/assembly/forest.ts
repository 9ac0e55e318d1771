// Grows the trees of a random forest on histograms of byte bins. Bin 0 is missing; a row goes left of cut b where its
// bin is at most b. A drawn row is one 64-bit entry: its number, 8 x its class in bits 32..47, times drawn in bits 48..63.
// A cell holds one 64-bit sum per class: rows in the low half, times drawn in the high half.

import { anyVaries, beginSearch, bestBin, bestFeature, bestMissingLeft, decideOverMissing } from './parts/forest/best-split';
import { countFew, countMany, touchAll } from './parts/forest/counts';
import { beginDraws, drawRows, nextRandom } from './parts/forest/draws';
import { cellBytes, job, space, useMemory } from './parts/forest/job';
import { scanClasses } from './parts/forest/many-classes';
import { packTree, writeLeaf, writeSplit } from './parts/forest/tree';
import { scanTwoClasses } from './parts/forest/two-classes';

let nodes: u32 = 0;

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
  useMemory(jobAddress, workspaceAddress);
  beginDraws(tree);
  for (let feature: u32 = 0; feature < job.features; feature += 1) {
    store<u32>(space.order + ((<usize>feature) << 2), feature);
  }
  memory.fill(space.histogram, 0, cellBytes << 8);
  const rows = drawRows();
  nodes = 1;
  writeLeaf(0, space.sums);
  if (isOpen(space.sums, 0)) split(0, 0, rows, 0, space.sums);
  packTree(nodes);
  return nodes;
}

function split(node: u32, start: u32, end: u32, depth: u32, sums: usize): void {
  findSplit(start, end, sums);
  if (bestFeature < 0) return;
  const left = space.sums + cellBytes * (((<usize>depth) + 1) << 1);
  const right = left + cellBytes;
  memory.copy(left, space.left + cellBytes, cellBytes);
  for (let i: usize = 0; i < cellBytes; i += 8) store<u64>(right + i, load<u64>(sums + i) - load<u64>(left + i));
  decideOverMissing(left, right);
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
  beginSearch(sums);
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
