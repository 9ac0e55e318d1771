import { expect, test } from 'vitest';
import { drawnFifth, drawnFolds, everyTenth } from '../../../bench/training/test-rows.ts';

test('every tenth row begins with the tenth', () => {
  expect(everyTenth(35)).toEqual([9, 19, 29]);
});

test('a fifth of the rows is drawn, another one by another seed', () => {
  const drawn = drawnFifth(10_000, 1);

  expect(drawn.length / 10_000).toBeCloseTo(0.2, 1);
  expect(new Set(drawn).size).toBe(drawn.length);
  expect(drawnFifth(10_000, 1)).toEqual(drawn);
  expect(drawnFifth(10_000, 2)).not.toEqual(drawn);
});

test('every row is in one fold, and folds are of the same size but for one row', () => {
  const folds = drawnFolds(178, 5, 0);

  expect(folds.flat().sort((one, other) => one - other)).toEqual(Array.from({ length: 178 }, (_, row) => row));
  expect(folds.map(({ length }) => length)).toEqual([36, 36, 36, 35, 35]);
  expect(drawnFolds(178, 5, 1)).not.toEqual(folds);
});
