import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sigmoid, softmax } from '../../../lib/training/scoring/link.ts';

const margin = fc.double({ min: -1e6, max: 1e6, noNaN: true });

test('the sigmoid is a half in the middle and keeps small numbers small', () => {
  expect(sigmoid(0)).toBe(0.5);
  expect(sigmoid(Math.log(3))).toBeCloseTo(0.75, 15);
  expect(sigmoid(-700) / Math.exp(-700)).toBeCloseTo(1, 12);
  expect([sigmoid(-1e6), sigmoid(1e6)]).toEqual([0, 1]);
});

test('the sigmoid is symmetric', () => {
  fc.assert(
    fc.property(margin, (x) => {
      expect(sigmoid(x) + sigmoid(-x)).toBeCloseTo(1, 12);
    }),
  );
});

test('a softmax adds up to 1 and does not overflow', () => {
  fc.assert(
    fc.property(fc.array(margin, { minLength: 1, maxLength: 6 }), (margins) => {
      const probabilities = Float64Array.from(margins);
      softmax(probabilities);
      expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 12);
      expect(probabilities.every((probability) => probability >= 0 && probability <= 1)).toBe(true);
    }),
  );
});

test('a softmax of two is the sigmoid of their difference', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -30, max: 30, noNaN: true }),
      fc.double({ min: -30, max: 30, noNaN: true }),
      (one, other) => {
        const pair = Float64Array.of(one, other);
        softmax(pair);
        expect(pair[0]).toBeCloseTo(sigmoid(one - other), 12);
      },
    ),
  );
});
