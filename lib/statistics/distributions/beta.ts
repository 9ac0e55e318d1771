import { continuedFraction } from './continued-fraction.ts';
import { logGamma, stirlingError } from './log-gamma.ts';
import { binomialMass } from './saddle-point.ts';
import { type Tails, tailQuantile, tailsOf } from './tail-quantile.ts';

const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

/** ln B(a, b), with all digits also where its three ln Γ are huge; throws a RangeError unless both are above 0. */
export function logBeta(a: number, b: number): number {
  const [small, large] = [Math.min(a, b), Math.max(a, b)];
  checkShape('a', a);
  checkShape('b', b);
  if (large < 10) return logGamma(small) + logGamma(large) - logGamma(small + large);
  const total = small + large;
  const correction = stirlingError(large) - stirlingError(total);
  const restOfLarge = (large - 0.5) * Math.log1p(-small / total);
  if (small < 10) return logGamma(small) + correction + small - small * Math.log(total) + restOfLarge;
  return (
    HALF_LOG_TWO_PI +
    (stirlingError(small) + correction) +
    (small - 0.5) * Math.log(small / total) -
    Math.log(total) / 2 +
    restOfLarge
  );
}

/** Regularized incomplete beta function I(x; a, b): chance of at most x. Throws a RangeError outside its domain. */
export function regularizedBeta(x: number, a: number, b: number): number {
  return betaTails({ x, rest: 1 - x }, a, b).lower;
}

/** A part of 1 and what it leaves, which a caller may know with more digits than 1 - x has. */
interface Parts {
  readonly x: number;
  readonly rest: number;
}

/** I(x; a, b) and I(1 - x; b, a), the smaller one by its continued fraction. */
export function betaTails({ x, rest }: Parts, a: number, b: number): Tails {
  checkShape('a', a);
  checkShape('b', b);
  if (!(x >= 0 && rest >= 0)) throw new RangeError(`'x' should be from 0 to 1, got ${x}`);
  if (x === 0) return { lower: 0, upper: 1 };
  if (rest === 0) return { lower: 1, upper: 0 };
  const mass = binomialMass({ successes: a, failures: b }, { success: x, failure: rest });
  const density = mass * a * (b / (a + b));
  if ((b + 1) * x < (a + 1) * rest) {
    const lower = Math.min(density / betaFraction({ x, rest }, a, b), 1);
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(density / betaFraction({ x: rest, rest: x }, b, a), 1);
  return { lower: 1 - upper, upper };
}

/** The x at which I(x; a, b) is this probability; throws a RangeError for what is none. */
export function betaQuantile(probability: number, a: number, b: number): number {
  return 1 / (1 + Math.exp(-betaLogOdds(tailsOf(probability), a, b)));
}

/** ln(x / (1 - x)) of the x with these tails: it keeps the digits of an x close to 0, and of one close to 1. */
export function betaLogOdds(tails: Tails, a: number, b: number): number {
  checkShape('a', a);
  checkShape('b', b);
  const tailsAt = (logOdds: number) =>
    betaTails({ x: 1 / (1 + Math.exp(-logOdds)), rest: 1 / (1 + Math.exp(logOdds)) }, a, b);
  return tailQuantile(tailsAt, tails, Math.log(a / b));
}

/**
 * Every second convergent of DLMF 8.17.22, as DiDonato and Morris (1992) write it: with the distance from the mean, whose
 * digits do not cancel where a is large.
 */
function betaFraction({ x, rest }: Parts, a: number, b: number): number {
  const toMean = a * rest - b * x;
  // 0 for n = 0, where its divisor may be 0 as well
  const shiftAt = (n: number) => (n === 0 ? 0 : ((n * (b - n)) / (a + 2 * n - 1)) * x);
  return continuedFraction(
    (n) => (((a + n - 1) * x) / (a + 2 * n - 1)) * (a + b + n - 1) * shiftAt(n),
    (n) => n + shiftAt(n) + ((a + n) / (a + 2 * n + 1)) * (toMean + 1 + n * (1 + rest)),
  );
}

function checkShape(name: string, shape: number): void {
  if (!(shape > 0 && shape < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`'${name}' should be finite and above 0, got ${shape}`);
  }
}
