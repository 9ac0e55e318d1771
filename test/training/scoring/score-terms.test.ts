import { describe, expect, test } from 'vitest';
import { scoreInTerms } from '../../../lib/training/scoring/score-terms.ts';

const yes = { positiveClass: 'yes', classes: [] };
const no = { positiveClass: 'no', classes: [] };
const classes = (...names: string[]) => ({ positiveClass: null, classes: names });

describe('a score in the terms of another model', () => {
  test('of the same labels is the score itself', () => {
    expect(scoreInTerms(yes, { ...yes }, 0.3)).toBe(0.3);
    expect(scoreInTerms(classes('a', 'b'), classes('a', 'b'), [0.3, 0.7])).toEqual([0.3, 0.7]);
  });

  test('of classes in another order is in that order', () => {
    expect(scoreInTerms(classes('a', 'b'), classes('b', 'a'), [0.3, 0.7])).toEqual([0.7, 0.3]);
  });

  test('gives a class that the model does not know no chance, and leaves out one that is not asked for', () => {
    expect(scoreInTerms(classes('a', 'b'), classes('a', 'b', 'c'), [0.3, 0.7])).toEqual([0.3, 0.7, 0]);
    expect(scoreInTerms(classes('a', 'b', 'c'), classes('a', 'b'), [0.2, 0.3, 0.5])).toEqual([0.2, 0.3]);
  });

  test('of the other label is what is left to 1', () => {
    expect(scoreInTerms(yes, no, 0.3)).toBeCloseTo(0.7, 15);
  });

  test('of a positive class shares what is left among the other classes', () => {
    expect(scoreInTerms(yes, classes('no', 'yes'), 0.3)).toEqual([0.7, 0.3]);
    expect(scoreInTerms(yes, classes('yes', 'no', 'later'), 0.5)).toEqual([0.5, 0.25, 0.25]);
  });

  test('of several classes is that of the positive one', () => {
    expect(scoreInTerms(classes('no', 'yes'), yes, [0.6, 0.4])).toBe(0.4);
    expect(scoreInTerms(classes('a', 'b'), yes, [0.6, 0.4])).toBe(0);
  });
});
