/**
 * The exponent e of the power law y = c·x^e that fits best in logarithms, by least squares: 1 for what grows in
 * proportion, 2 for what grows with the square.
 */
export function growthExponent(points: readonly { readonly x: number; readonly y: number }[]): number {
  const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const centre = {
    x: logs.reduce((sum, { x }) => sum + x, 0) / logs.length,
    y: logs.reduce((sum, { y }) => sum + y, 0) / logs.length,
  };
  const covariance = logs.reduce((sum, { x, y }) => sum + (x - centre.x) * (y - centre.y), 0);
  return covariance / logs.reduce((sum, { x }) => sum + (x - centre.x) ** 2, 0);
}
