import { bestScore, keepBest, noteThatItVaries, UNDECIDED } from './best-split';
import { leaveMissingOut, nextTouched } from './counts';
import { job, space, weightOf } from './job';

/** Tries every cut of a feature where there are two classes, and empties the histogram. */
export function scanTwoClasses(feature: u32, binCount: u32, sums: usize): void {
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
  leaveMissingOut();
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
      noteThatItVaries();
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
  noteThatItVaries();
  tryTwoClasses(feature, binCount, 0, all0, all1, left0, left1);
}

// @ts-ignore: decorator
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
