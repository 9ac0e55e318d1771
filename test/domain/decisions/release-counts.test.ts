import { expect, test } from 'vitest';
import { noCounts, sumCounts } from '../../../lib/domain/decisions/release-counts.ts';

const minute = (at: number, invocations: number, errors: number, badAnswers: number, slowAnswers: number) => ({
  minute: `2026-01-05T00:0${at}:00.000Z`,
  invocations,
  errors,
  answers: invocations - errors,
  badAnswers,
  slowAnswers,
});

test('minutes add up, crashes and bad answers to bad events', () => {
  expect(sumCounts([minute(0, 10, 1, 2, 3), minute(1, 20, 4, 0, 5)])).toEqual({
    requests: 30,
    bad: 7,
    answers: 25,
    slow: 8,
  });
});

test('no minutes are no counts', () => {
  expect(sumCounts([])).toEqual(noCounts);
});
