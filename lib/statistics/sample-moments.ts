/** Null without a value. */
export function sampleMean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sum of the products of both deviations from their means, by rows less one; null for fewer than two rows. */
export function sampleCovariance(one: readonly number[], other: readonly number[]): number | null {
  const [meanOfOne, meanOfOther] = [sampleMean(one), sampleMean(other)];
  if (one.length < 2 || meanOfOne === null || meanOfOther === null) return null;
  const products = one.map((value, row) => (value - meanOfOne) * ((other[row] ?? Number.NaN) - meanOfOther));
  return products.reduce((sum, product) => sum + product, 0) / (one.length - 1);
}

export function sampleVariance(values: readonly number[]): number | null {
  return sampleCovariance(values, values);
}
