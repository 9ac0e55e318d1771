import { expect, test } from 'vitest';
import { countsOf, noCounts, pairMinutes } from '../../../lib/domain/canary/release-counts.ts';

const minute = (
  at: number,
  invocations: number,
  [errors = 0, badAnswers = 0, slowAnswers = 0, labelledAnswers = 0, wrongAnswers = 0]: readonly number[] = [],
) => ({
  minute: `2026-01-05T00:0${at}:00.000Z`,
  invocations,
  errors,
  answers: invocations - errors,
  badAnswers,
  slowAnswers,
  labelledAnswers,
  wrongAnswers,
});

test('crashes and bad answers are bad events', () => {
  expect(countsOf(minute(0, 20, [4, 2, 5, 8, 3]))).toEqual({
    requests: 20,
    bad: 6,
    answers: 16,
    slow: 5,
    labelled: 8,
    wrong: 3,
  });
});

test('a wrong answer whose label is not seen yet waits for it', () => {
  expect(countsOf(minute(0, 20, [0, 0, 0, 2, 3]))).toMatchObject({ labelled: 2, wrong: 2 });
});

test('the arms stand side by side, oldest minute first, and one without traffic has counts of zero', () => {
  const pairs = pairMinutes([minute(3, 7), minute(5, 9)], [minute(1, 70), minute(3, 80)]);

  expect(pairs.map((pair) => [pair.minute.slice(14, 16), pair.challenger.requests, pair.champion.requests])).toEqual([
    ['01', 0, 70],
    ['03', 7, 80],
    ['05', 9, 0],
  ]);
  expect(pairs[0]?.challenger).toEqual(noCounts);
});

test('two arms without traffic have no minutes', () => {
  expect(pairMinutes([], [])).toEqual([]);
});
