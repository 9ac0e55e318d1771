/** Sum of the coefficients, each times the argument to the power of its index, by Horner's rule. */
export function polynomial(coefficients: readonly number[], argument: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * argument + coefficient, 0);
}
