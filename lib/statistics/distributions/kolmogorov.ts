/** Below, what falls short of 1 is less than the smallest number. */
const CERTAIN = 0.04;

/**
 * Chance that the limit of √n times the Kolmogorov-Smirnov distance exceeds x (Kolmogorov 1933): the sum of alternating
 * exponentials, or for a small x, of which it has too many, its theta transformation (DLMF 20.7.32).
 */
export function kolmogorovSf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x < CERTAIN) return 1;
  return x < 1 ? 1 - lowerTail(x) : upperTail(x);
}

function upperTail(x: number): number {
  let sum = 0;
  for (let k = 1; k <= 5; k += 1) sum += (-1) ** (k - 1) * Math.exp(-2 * (k * x) ** 2);
  return 2 * sum;
}

function lowerTail(x: number): number {
  let sum = 0;
  for (let odd = 1; odd <= 9; odd += 2) sum += Math.exp(-((Math.PI * odd) ** 2) / (8 * x * x));
  return (Math.sqrt(2 * Math.PI) / x) * sum;
}
