import fc from 'fast-check';
import { expect, test } from 'vitest';
import { polynomial } from '../../../lib/statistics/distributions/polynomial.ts';

test('the coefficients begin with the constant', () => {
  expect(polynomial([1, 2, 3], 10)).toBe(321);
  expect([polynomial([5], 7), polynomial([], 7)]).toEqual([5, 0]);
});

test('a polynomial is the sum of its powers', () => {
  const whole = fc.integer({ min: -9, max: 9 });
  fc.assert(
    fc.property(fc.array(whole, { maxLength: 8 }), whole, (coefficients, argument) => {
      const sum = coefficients.reduce((total, coefficient, power) => total + coefficient * argument ** power, 0);
      expect(polynomial(coefficients, argument) - sum).toBeCloseTo(0, 9);
    }),
  );
});
