import { scoreOf, weightOfAll } from './job';

// where missing goes, if no row of a node lacks the value: with the greater part of the rows
export const UNDECIDED: u32 = 2;
// what rounding may leave of no gain
const LEAST_GAIN: f64 = 1e-6;

/** Whether a feature tried at the node has different values there. */
export let anyVaries: bool = false;
export let bestScore: f64 = 0;
export let bestFeature: i32 = -1;
export let bestBin: u32 = 0;
export let bestMissingLeft: u32 = 0;

export function beginSearch(sums: usize): void {
  bestFeature = -1;
  anyVaries = false;
  bestScore = scoreOf(sums) + LEAST_GAIN;
}

export function noteThatItVaries(): void {
  anyVaries = true;
}

export function keepBest(score: f64, feature: u32, bin: u32, missingLeft: u32): void {
  bestScore = score;
  bestFeature = feature;
  bestBin = bin;
  bestMissingLeft = missingLeft;
}

export function decideOverMissing(left: usize, right: usize): void {
  if (bestMissingLeft == UNDECIDED) bestMissingLeft = u32(weightOfAll(left) >= weightOfAll(right));
}
