import { continuedFraction } from './continued-fraction.ts';
import { poissonMass } from './saddle-point.ts';
import type { Tails } from './tail-quantile.ts';

/** Regularized lower incomplete gamma function P(a, x); throws a RangeError unless a is above 0 and x at least 0. */
export function gammaP(a: number, x: number): number {
  return gammaTails(a, x).lower;
}

/** Regularized upper incomplete gamma function Q(a, x) = 1 - P(a, x), exact where it is small. */
export function gammaQ(a: number, x: number): number {
  return gammaTails(a, x).upper;
}

/** Both, the smaller one computed: by its series below a + 1, by its continued fraction above (DLMF 8.11.4, 8.9.2). */
export function gammaTails(a: number, x: number): Tails {
  if (!(a > 0 && a < Number.POSITIVE_INFINITY)) throw new RangeError(`'a' should be finite and above 0, got ${a}`);
  if (!(x >= 0)) throw new RangeError(`'x' should be at least 0, got ${x}`);
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const mass = poissonMass(a, x);
  if (x < a + 1) {
    const lower = Math.min(mass * seriesSum(a, x), 1);
    return { lower, upper: 1 - lower };
  }
  const fraction = continuedFraction(
    (index) => index * (a - index),
    (index) => x + 2 * index + 1 - a,
  );
  const upper = Math.min((mass * a) / fraction, 1);
  return { lower: 1 - upper, upper };
}

/** 1 + x/(a+1) + x²/((a+1)(a+2)) + ... */
function seriesSum(a: number, x: number): number {
  let [sum, term] = [1, 1];
  for (let next = a + 1; term > sum * Number.EPSILON; next += 1) {
    term *= x / next;
    sum += term;
  }
  return sum;
}
