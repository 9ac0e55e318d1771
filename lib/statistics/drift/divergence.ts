import { pairedShares } from './shares.ts';

/**
 * Jensen-Shannon distance of two samples' shares: the root of the divergence in bits, 0 to 1. Null where one of them is
 * empty, as are the other distances here.
 */
export function jensenShannonDistance(reference: readonly number[], current: readonly number[]): number | null {
  const shares = pairedShares(reference, current);
  if (shares === null) return null;
  const divergence = shares.reduce((sum, [expected, actual]) => {
    const middle = (expected + actual) / 2;
    return sum + (bitsOf(expected, middle) + bitsOf(actual, middle)) / 2;
  }, 0);
  // of nearly equal shares the sum may round to just below 0
  return Math.sqrt(Math.max(divergence, 0));
}

/** The root of 1 - sum of √(pq), written as a sum of squares, which loses nothing where the shares are close; 0 to 1. */
export function hellingerDistance(reference: readonly number[], current: readonly number[]): number | null {
  const shares = pairedShares(reference, current);
  if (shares === null) return null;
  const squares = shares.map(([expected, actual]) => (Math.sqrt(expected) - Math.sqrt(actual)) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / 2);
}

/** The largest difference between the shares of one bin, 0 to 1. */
export function largestShareDifference(reference: readonly number[], current: readonly number[]): number | null {
  const shares = pairedShares(reference, current);
  if (shares === null) return null;
  return shares.reduce((largest, [expected, actual]) => Math.max(largest, Math.abs(actual - expected)), 0);
}

function bitsOf(share: number, middle: number): number {
  return share === 0 ? 0 : share * Math.log2(share / middle);
}
