import { bestScore, keepBest, noteThatItVaries, UNDECIDED } from './best-split';
import { leaveMissingOut, nextTouched } from './counts';
import { cellBytes, job, space, weightOf } from './job';

/** Tries every cut of a feature for any number of classes, and empties the histogram. */
export function scanClasses(feature: u32, binCount: u32, sums: usize): void {
  const missing = space.histogram;
  const left = space.left;
  let hasMissing = false;
  for (let i: usize = 0; i < cellBytes; i += 8) hasMissing = hasMissing || load<u64>(missing + i) != 0;
  memory.fill(left, 0, cellBytes);
  leaveMissingOut();
  let previous: u32 = 0;
  while (true) {
    const bin = nextTouched();
    if (bin == 256) break;
    const cell = space.histogram + (<usize>bin) * cellBytes;
    if (isEmpty(cell)) continue;
    if (previous != 0) {
      noteThatItVaries();
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
  noteThatItVaries();
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
