import { cellBytes, job, space } from './job';

let random: u64 = 0;

/** Every tree draws numbers of its own. */
export function beginDraws(tree: u32): void {
  random = ((<u64>job.seed) << 32) | (<u64>tree);
}

/** The upper half of SplitMix64 (Steele, Lea and Flood 2014). */
export function nextRandom(): u64 {
  random += 0x9e3779b97f4a7c15;
  let mixed = random;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return (mixed ^ (mixed >> 31)) >> 32;
}

/** Draws as many rows as there are, with replacement; the number of different ones. */
export function drawRows(): u32 {
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
