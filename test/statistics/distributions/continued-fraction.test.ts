import { expect, test } from 'vitest';
import { continuedFraction } from '../../../lib/statistics/distributions/continued-fraction.ts';

const ones = () => 1;

test('1 + 1/(1 + 1/(1 + ...)) is the golden ratio', () => {
  expect(continuedFraction(ones, ones)).toBeCloseTo((1 + Math.sqrt(5)) / 2, 14);
});

test('1 + 1/(2 + 1/(2 + ...)) is the root of 2', () => {
  expect(continuedFraction(ones, (index) => (index === 0 ? 1 : 2))).toBeCloseTo(Math.SQRT2, 14);
});

test('1 + 1²/(3 + 2²/(5 + ...)) is 4/π', () => {
  const fraction = continuedFraction(
    (index) => index ** 2,
    (index) => 2 * index + 1,
  );
  expect(fraction).toBeCloseTo(4 / Math.PI, 14);
});

test('ends where a numerator is 0', () => {
  const denominators = [2, 4, 8];
  const fraction = continuedFraction(
    (index) => (index < denominators.length ? 1 : 0),
    (index) => denominators[index] ?? 1,
  );
  expect(fraction).toBeCloseTo(2 + 1 / (4 + 1 / 8), 14);
});

test('goes on where a part of it is 0', () => {
  expect(continuedFraction(ones, (index) => (index === 0 ? 0 : 1))).toBeCloseTo((Math.sqrt(5) - 1) / 2, 14);
  // 1 - 1/(1 + ...) has a first convergent of 0
  const fraction = continuedFraction((index) => (index === 1 ? -1 : 1), ones);
  expect(fraction).toBeCloseTo(1 - 2 / (1 + Math.sqrt(5)), 14);
});
