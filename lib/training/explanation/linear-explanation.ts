import type { Explanation } from './explanation.ts';

/** One output of a linear model, and the means of its columns in the training data. */
export interface LinearMargin {
  readonly intercept: number;
  readonly coefficients: ArrayLike<number>;
  readonly means: ArrayLike<number>;
}

/** How far each column of a row moves the margin from that of the mean row: coefficient times (value less mean). */
export function explainLinear(
  { intercept, coefficients, means }: LinearMargin,
  values: ArrayLike<number>,
): Explanation {
  const contributions = new Float64Array(coefficients.length);
  let expected = intercept;
  for (let i = 0; i < contributions.length; i += 1) {
    const coefficient = coefficients[i] as number;
    const mean = means[i] as number;
    contributions[i] = coefficient * ((values[i] as number) - mean);
    expected += coefficient * mean;
  }
  return { contributions, expected };
}
