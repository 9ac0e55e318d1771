import { studentTSf } from '../distributions/student-t.ts';
import { sampleMean, sampleVariance } from '../sample-moments.ts';

export interface WelchTest {
  /** Mean of the variant minus mean of the control. */
  readonly difference: number;
  readonly t: number;
  readonly degrees: number;
  readonly pTwoSided: number;
}

/** Welch's t-test of two means, with degrees by Welch and Satterthwaite; null where an arm lacks two rows or both are constant. */
export function welchTest(control: readonly number[], variant: readonly number[]): WelchTest | null {
  const [one, other] = [squaredError(control), squaredError(variant)];
  if (one === null || other === null || one.value + other.value === 0) return null;
  const difference = other.mean - one.mean;
  const t = difference / Math.sqrt(one.value + other.value);
  const degrees =
    (one.value + other.value) ** 2 / (one.value ** 2 / (control.length - 1) + other.value ** 2 / (variant.length - 1));
  return { difference, t, degrees, pTwoSided: 2 * studentTSf(Math.abs(t), degrees) };
}

/** The squared standard error of an arm's mean. */
function squaredError(values: readonly number[]) {
  const [mean, variance] = [sampleMean(values), sampleVariance(values)];
  return mean === null || variance === null ? null : { mean, value: variance / values.length };
}
