import { bestBin, bestFeature, bestMissingLeft, bestScore } from './best-split';
import { job, scoreOf, space, weightOf, weightOfAll } from './job';

// arrays of a tree; those of the values follow
const FEATURE: u32 = 0;
const THRESHOLD: u32 = 1;
const LEFT: u32 = 2;
const RIGHT: u32 = 3;
const MISSING_LEFT: u32 = 4;
const GAIN: u32 = 5;
const COVER: u32 = 6;
const VALUES: u32 = 7;

const LARGEST_FLOAT: f32 = 3.4028234663852886e38;

// @ts-ignore: decorator
@inline
function word(array: u32, node: u32): usize {
  return space.tree + (((<usize>array) * space.capacity + node) << 2);
}

export function writeSplit(node: u32, child: u32, sums: usize): void {
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

export function writeLeaf(node: u32, sums: usize): void {
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
export function packTree(nodes: u32): void {
  const bytes = (<usize>nodes) << 2;
  for (let array: u32 = 1; array < VALUES + job.outputs; array += 1) {
    memory.copy(space.tree + bytes * array, word(array, 0), bytes);
  }
}
