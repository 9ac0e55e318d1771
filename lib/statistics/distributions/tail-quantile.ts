import { bracketedRoot } from '../bracketed-root.ts';

/** Both tails of a distribution at some argument: each is exact where it is small, and they add up to 1. */
export interface Tails {
  /** Chance of at most the argument. */
  readonly lower: number;
  /** Chance of more. */
  readonly upper: number;
}

/** From here on exp(-argument) is 0. */
const FARTHEST = 800;

/**
 * Argument at which the tails of a continuous distribution on a logarithmic scale are those wanted, looked for from
 * `start` on in steps that double; infinite where it would be beyond the logarithm of all numbers.
 */
export function tailQuantile(tailsAt: (argument: number) => Tails, wanted: Tails, start: number): number {
  if (wanted.lower === 0) return Number.NEGATIVE_INFINITY;
  if (wanted.upper === 0) return Number.POSITIVE_INFINITY;
  // of the smaller tail, whose logarithm is nearly straight and has all digits
  const excessAt = (argument: number) => {
    const { lower, upper } = tailsAt(argument);
    return wanted.lower <= wanted.upper ? logRatio(lower, wanted.lower) : -logRatio(upper, wanted.upper);
  };
  const direction = excessAt(start) < 0 ? 1 : -1;
  let [near, far] = [start, start + direction];
  while (direction * excessAt(far) < 0) {
    if (Math.abs(far) > FARTHEST) return direction * Number.POSITIVE_INFINITY;
    [near, far] = [far, far + 2 * (far - near)];
  }
  return bracketedRoot(excessAt, Math.min(near, far), Math.max(near, far));
}

function logRatio(chance: number, wanted: number): number {
  return Math.log(Math.max(chance, Number.MIN_VALUE)) - Math.log(wanted);
}

/** Of a probability of at most the quantile; throws a RangeError for none. */
export function tailsOf(probability: number): Tails {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`'probability' should be from 0 to 1, got ${probability}`);
  }
  return { lower: probability, upper: 1 - probability };
}
