import fc from 'fast-check';
import { expect, test } from 'vitest';
import { weightedMean } from '../../../lib/training/scoring/soft-vote.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Weights that add up to 1, as multiples of one divided by their number. */
const weights = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 10 }).map((counts) => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
});

test('lies between the lowest and the highest vote, and is a probability', () => {
  fc.assert(
    fc.property(weights, fc.array(share, { minLength: 10, maxLength: 10 }), (given, scores) => {
      const votes = given.map((weight, place) => ({ weight, score: scores[place] ?? 0 }));
      const mean = weightedMean(votes) as number;
      const cast = votes.map(({ score }) => score);
      expect(mean).toBeGreaterThanOrEqual(Math.min(...cast) - 1e-12);
      expect(mean).toBeLessThanOrEqual(Math.min(1, Math.max(...cast) + 1e-12));
    }),
  );
});

test('of votes that are certain is certain, and no more', () => {
  fc.assert(
    fc.property(weights, (given) => {
      const mean = weightedMean(given.map((weight) => ({ weight, score: [1, 0] }))) as number[];
      expect(mean[0]).toBeLessThanOrEqual(1);
      expect(mean[0]).toBeCloseTo(1, 12);
      expect(mean[1]).toBe(0);
    }),
  );
});

test('stays a probability where the weights add up to a hair more than 1', () => {
  const counts = [9, 18, 1].map((count) => count / 28);
  expect(counts.reduce((sum, weight) => sum + weight, 0)).toBeGreaterThan(1);

  expect(weightedMean(counts.map((weight) => ({ weight, score: 1 })))).toBe(1);
  expect(weightedMean(counts.map((weight) => ({ weight, score: [0, 1] })))).toEqual([0, 1]);
});

test('is taken output by output', () => {
  const votes = [
    { weight: 0.25, score: [0.8, 0.1, 0.1] },
    { weight: 0.75, score: [0.4, 0.4, 0.2] },
  ];
  const [first, second, third] = weightedMean(votes) as number[];
  expect(first).toBeCloseTo(0.5, 12);
  expect(second).toBeCloseTo(0.325, 12);
  expect(third).toBeCloseTo(0.175, 12);
});
