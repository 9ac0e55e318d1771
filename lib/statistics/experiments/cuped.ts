import { sampleCovariance, sampleMean, sampleVariance } from '../sample-moments.ts';

export interface Cuped {
  readonly theta: number;
  /** y - theta (x - mean of x), row by row, both arms together. */
  readonly adjusted: readonly number[];
  /** 1 - var(adjusted) / var(y), 0 to 1; null where y is constant. */
  readonly varianceReduction: number | null;
}

/**
 * Takes out of an outcome what was known before exposure (Deng and others 2013), theta = cov(x, y) / var(x) over both arms
 * together; a constant covariate changes nothing. Throws a RangeError for fewer than two rows.
 */
export function cuped(covariate: readonly number[], outcome: readonly number[]): Cuped {
  const mean = sampleMean(covariate);
  const covariance = sampleCovariance(covariate, outcome);
  const variance = sampleVariance(covariate);
  if (covariate.length !== outcome.length || mean === null || covariance === null || variance === null) {
    throw new RangeError(
      `'covariate' and 'outcome' should have the same 2 rows or more, got ${covariate.length} and ${outcome.length}`,
    );
  }
  const theta = variance === 0 ? 0 : covariance / variance;
  const adjusted = outcome.map((value, row) => value - theta * ((covariate[row] ?? Number.NaN) - mean));
  const [before, after] = [sampleVariance(outcome), sampleVariance(adjusted)];
  return { theta, adjusted, varianceReduction: before && after !== null ? 1 - after / before : null };
}
