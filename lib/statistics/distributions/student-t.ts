import { betaLogOdds, betaTails } from './beta.ts';
import { tailsOf } from './tail-quantile.ts';

/** Chance of at most t with these degrees of freedom, which need not be whole; throws a RangeError without any. */
export function studentTCdf(t: number, degrees: number): number {
  return studentTSf(-t, degrees);
}

/** Chance of more than t, exact however small it is: half of I(degrees / (degrees + t²); degrees / 2, ½). */
export function studentTSf(t: number, degrees: number): number {
  checkDegrees(degrees);
  if (Number.isNaN(t)) return Number.NaN;
  const ratio = (t * t) / degrees;
  const outside = betaTails({ x: 1 / (1 + ratio), rest: 1 / (1 + 1 / ratio) }, degrees / 2, 0.5).lower / 2;
  return t < 0 ? 1 - outside : outside;
}

/** The t that is exceeded with 1 less this probability; infinite for 0 and 1. */
export function studentTQuantile(probability: number, degrees: number): number {
  checkDegrees(degrees);
  const { lower, upper } = tailsOf(probability);
  if (lower === upper) return 0;
  const central = { lower: 2 * Math.abs(probability - 0.5), upper: 2 * Math.min(lower, upper) };
  const size = Math.sqrt(degrees) * Math.exp(betaLogOdds(central, 0.5, degrees / 2) / 2);
  return probability < 0.5 ? -size : size;
}

function checkDegrees(degrees: number): void {
  if (!(degrees > 0 && degrees < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`'degrees' should be finite and above 0, got ${degrees}`);
  }
}
