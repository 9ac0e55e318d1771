import { lowerBound } from './lower-bound.ts';

/** Corners of a rising line: `values[i]` at `scores[i]`, both in rising order. */
export interface IsotonicFit {
  readonly scores: readonly number[];
  readonly values: readonly number[];
}

/** Rows from the first to the last score whose targets average to one value. */
interface Block {
  readonly first: number;
  readonly last: number;
  readonly weight: number;
  readonly value: number;
}

/**
 * The rising line with the least squared distance from the targets, by pooling adjacent violators (Barlow et al. 1972);
 * targets of one score count as their mean. Throws a RangeError without rows, for scores that are not numbers, for targets
 * that are not of the same rows, or for weights that are not above 0.
 */
export function isotonicRegression(
  scores: readonly number[],
  targets: readonly number[],
  weights?: readonly number[],
): IsotonicFit {
  validate(scores, targets, weights);
  const blocks: Block[] = [];
  for (const level of levelsOf(scores, targets, weights)) {
    let block = level;
    for (let before = blocks.at(-1); before !== undefined && before.value >= block.value; before = blocks.at(-1)) {
      blocks.pop();
      block = pooled(before, block);
    }
    blocks.push(block);
  }
  const corners = blocks.flatMap(({ first, last, value }) => {
    const start = { score: first, value };
    return first === last ? [start] : [start, { score: last, value }];
  });
  return { scores: corners.map(({ score }) => score), values: corners.map(({ value }) => value) };
}

/** The line's value at a score: straight between corners, and that of the outermost one beyond. */
export function isotonicValue({ scores, values }: IsotonicFit, score: number): number {
  const next = lowerBound(scores, score);
  const [low, lowScore] = [values[next - 1], scores[next - 1]];
  const [high, highScore] = [values[next], scores[next]];
  if (low === undefined || lowScore === undefined) return high ?? Number.NaN;
  if (high === undefined || highScore === undefined) return low;
  return high - ((high - low) * (highScore - score)) / (highScore - lowScore);
}

/** One block for each score, in rising order. */
function levelsOf(scores: readonly number[], targets: readonly number[], weights?: readonly number[]): Block[] {
  const levels = new Map<number, Block>();
  for (const [row, score] of scores.entries()) {
    const block = { first: score, last: score, weight: weights?.[row] ?? 1, value: targets[row] ?? Number.NaN };
    const others = levels.get(score);
    levels.set(score, others === undefined ? block : pooled(others, block));
  }
  return [...levels.values()].sort((one, other) => one.first - other.first);
}

function pooled(one: Block, other: Block): Block {
  const weight = one.weight + other.weight;
  const value = (one.value * one.weight + other.value * other.weight) / weight;
  return { first: one.first, last: other.last, weight, value };
}

function validate(scores: readonly number[], targets: readonly number[], weights: readonly number[] | undefined): void {
  if (scores.length === 0 || !scores.every(Number.isFinite)) {
    throw new RangeError(`'scores' should be at least one finite number, got ${scores.length} values`);
  }
  if (targets.length !== scores.length || !targets.every(Number.isFinite)) {
    throw new RangeError(
      `'targets' should be a finite number for each of ${scores.length} scores, got ${targets.length} values`,
    );
  }
  if (weights !== undefined && !(weights.length === scores.length && weights.every((weight) => weight > 0))) {
    throw new RangeError(
      `'weights' should be above 0 for each of ${scores.length} scores, got ${weights.length} values`,
    );
  }
}
