import { expect, test } from 'vitest';
import { growthExponent } from '../../../bench/training/growth-exponent.ts';

const sizes = [10, 100, 1000, 4000];

test.each([0.5, 1, 2])('finds the exponent %d of a power law, whatever its factor', (exponent) => {
  const points = sizes.map((x) => ({ x, y: 0.03 * x ** exponent }));

  expect(growthExponent(points)).toBeCloseTo(exponent, 10);
});

test('a fixed cost makes what grows in proportion look flatter', () => {
  const points = sizes.map((x) => ({ x, y: 50 + x }));

  expect(growthExponent(points)).toBeLessThan(0.9);
  expect(growthExponent(points.slice(-2))).toBeGreaterThan(growthExponent(points));
});
