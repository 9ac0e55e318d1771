import { expect, test } from 'vitest';
import { largestDifference } from '../../../bench/training/differences.ts';

test('the largest difference, in either direction', () => {
  expect(largestDifference([1, 2, 3], [1.25, 1.5, 3])).toBe(0.5);
});

test('what is not a number is not the same', () => {
  expect(largestDifference([1, Number.NaN, 3], [1, Number.NaN, 3])).toBeNaN();
});

test('lists of different lengths are refused', () => {
  expect(() => largestDifference([1], [1, 2])).toThrow('both lists should have the same length, got 1 and 2');
});
