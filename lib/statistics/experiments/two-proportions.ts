import { normalQuantile, normalSf } from '../distributions/normal.ts';
import type { Interval } from '../interval.ts';
import { type Proportion, rateOf } from './proportion.ts';
import { wilsonInterval } from './wilson.ts';

export interface ProportionTest {
  readonly z: number;
  readonly pTwoSided: number;
  /** Against the variant's proportion being the larger one. */
  readonly pLarger: number;
}

/** (p2 - p1) / sqrt(p (1 - p) (1/n1 + 1/n2)) with p of both arms together; null where all or none did it. */
export function proportionZTest(control: Proportion, variant: Proportion): ProportionTest | null {
  const difference = rateOf(variant) - rateOf(control);
  const pooled = (control.successes + variant.successes) / (control.total + variant.total);
  const variance = pooled * (1 - pooled) * (1 / control.total + 1 / variant.total);
  if (!(variance > 0)) return null;
  const z = difference / Math.sqrt(variance);
  return { z, pTwoSided: 2 * normalSf(Math.abs(z)), pLarger: normalSf(z) };
}

/** Newcombe's interval (1998, method 10) of variant minus control, from the Wilson bounds of each. */
export function newcombeInterval(control: Proportion, variant: Proportion, confidence: number): Interval {
  const [p, q] = [rateOf(control), rateOf(variant)];
  const one = wilsonInterval(control.successes, control.total, confidence);
  const other = wilsonInterval(variant.successes, variant.total, confidence);
  return {
    lower: q - p - Math.hypot(q - other.lower, one.upper - p),
    upper: q - p + Math.hypot(other.upper - q, p - one.lower),
  };
}

/** Interval of variant minus control by its own standard error; it is too narrow for few successes. */
export function waldInterval(control: Proportion, variant: Proportion, confidence: number): Interval {
  const [p, q] = [rateOf(control), rateOf(variant)];
  const error = Math.sqrt((p * (1 - p)) / control.total + (q * (1 - q)) / variant.total);
  const reach = twoSidedZ(confidence) * error;
  return { lower: q - p - reach, upper: q - p + reach };
}

/** Wald's interval after one more success and one more failure in each arm (Agresti and Caffo 2000). */
export function agrestiCaffoInterval(control: Proportion, variant: Proportion, confidence: number): Interval {
  return waldInterval(withOneOfEach(control), withOneOfEach(variant), confidence);
}

/** exp(ln(p2/p1) -+ z sqrt(1/x2 - 1/n2 + 1/x1 - 1/n1)), Katz 1978; null without a success in either arm. */
export function ratioInterval(control: Proportion, variant: Proportion, confidence: number): Interval | null {
  if (control.successes === 0 || variant.successes === 0) return null;
  const variance = 1 / variant.successes - 1 / variant.total + (1 / control.successes - 1 / control.total);
  const middle = Math.log(rateOf(variant) / rateOf(control));
  const reach = twoSidedZ(confidence) * Math.sqrt(Math.max(variance, 0));
  return { lower: Math.exp(middle - reach), upper: Math.exp(middle + reach) };
}

function withOneOfEach({ successes, total }: Proportion): Proportion {
  return { successes: successes + 1, total: total + 2 };
}

function twoSidedZ(confidence: number): number {
  return -normalQuantile((1 - confidence) / 2);
}
