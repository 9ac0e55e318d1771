import { expect, test } from 'vitest';
import { explainLinear } from '../../../lib/training/explanation/linear-explanation.ts';

const model = { intercept: 0.5, coefficients: [2, -1, 0], means: [1, 4, 100] };

test('a column contributes its coefficient times how far it is from its mean', () => {
  const { contributions, expected } = explainLinear(model, [3, 5, 107]);

  expect(Array.from(contributions)).toEqual([4, -1, 0]);
  expect(expected).toBe(-1.5);
});

test('contributions and what is expected add up to the margin', () => {
  const { contributions, expected } = explainLinear(model, [3, -2, 8]);

  expect(contributions.reduce((sum, contribution) => sum + contribution, expected)).toBe(0.5 + 6 + 2);
});
