// What all trees of a forest have in common, and the memory of the thread that grows one of them.

/** What all trees have in common; the caller writes it as 32-bit words. */
@unmanaged
export class Job {
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
export class Workspace {
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

export let job: Job = changetype<Job>(0);
export let space: Workspace = changetype<Workspace>(0);
export let cellBytes: usize = 0;

export function useMemory(jobAddress: usize, workspaceAddress: usize): void {
  job = changetype<Job>(jobAddress);
  space = changetype<Workspace>(workspaceAddress);
  cellBytes = (<usize>job.classes) << 3;
}

/** Weighted rows of a class, squared and summed over classes, by weighted rows: what is highest where classes are pure. */
export function scoreOf(sums: usize): f64 {
  let weight: f64 = 0;
  let squares: f64 = 0;
  for (let i: usize = 0; i < cellBytes; i += 8) {
    const part = weightOf(load<u64>(sums + i), i);
    weight += part;
    squares += part * part;
  }
  return squares / weight;
}

// @ts-ignore: decorator
@inline
export function weightOf(sum: u64, classOffset: usize): f64 {
  return <f64>(<u32>(sum >> 32)) * load<f64>(job.classWeights + classOffset);
}

export function weightOfAll(sums: usize): f64 {
  let weight: f64 = 0;
  for (let i: usize = 0; i < cellBytes; i += 8) weight += weightOf(load<u64>(sums + i), i);
  return weight;
}
