import { gammaTails } from './gamma.ts';
import { tailQuantile, tailsOf } from './tail-quantile.ts';

/** Chance of at most x with these degrees of freedom; throws a RangeError for an x below 0 or no degrees. */
export function chiSquareCdf(x: number, degrees: number): number {
  return tailsAt(x, degrees).lower;
}

/** Chance of more than x: the p-value of a statistic of x. */
export function chiSquareSf(x: number, degrees: number): number {
  return tailsAt(x, degrees).upper;
}

/** The x that is exceeded with 1 less this probability; infinite for 1. */
export function chiSquareQuantile(probability: number, degrees: number): number {
  const wanted = tailsOf(probability);
  checkDegrees(degrees);
  return Math.exp(tailQuantile((logX) => tailsAt(Math.exp(logX), degrees), wanted, Math.log(degrees)));
}

function tailsAt(x: number, degrees: number) {
  checkDegrees(degrees);
  if (!(x >= 0)) throw new RangeError(`'x' should be at least 0, got ${x}`);
  return gammaTails(degrees / 2, x / 2);
}

function checkDegrees(degrees: number): void {
  if (!(degrees > 0 && degrees < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`'degrees' should be finite and above 0, got ${degrees}`);
  }
}
