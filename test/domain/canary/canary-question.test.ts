import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canaryQuestionSchema } from '../../../lib/domain/canary/canary-question.ts';
import { arm, HOUR, minutesOf, progress, question, someMinutes, someProgress } from './canary-samples.ts';

const minutes = minutesOf(3, () => ({ challenger: arm(6, 1, 2), champion: arm(54) }));
const sound = question(minutes, progress(HOUR));
const [first, second] = minutes;

test('a question with whatever minutes are there is sound', () => {
  fc.assert(
    fc.property(someMinutes, someProgress, (given, at) => {
      const asked = question(given, at);
      expect(canaryQuestionSchema.parse(asked)).toEqual(asked);
    }),
  );
});

test('a question of before there were labels has none', () => {
  const { wrong: _wrong, ...background } = sound.background;
  const { maximumAccuracyDrop: _drop, ...limits } = sound.limits;
  const [older] = minutesOf(1, () => ({ challenger: arm(6), champion: arm(54) }));
  const counts = { requests: 6, bad: 0, answers: 6, slow: 0 };
  const asked = { ...sound, limits, background, minutes: [{ ...older, challenger: counts }] };

  expect(canaryQuestionSchema.parse(asked)).toEqual({
    ...sound,
    background: { ...background, wrong: { share: 0, variation: 0 } },
    minutes: [older],
  });
});

test.each([
  ['a minute twice', { minutes: [first, first] }, 'minutes', /every minute once, oldest first/],
  ['minutes in another order', { minutes: [second, first] }, 'minutes', /every minute once, oldest first/],
  ['a negative count', { minutes: [{ ...first, challenger: arm(-1) }] }, 'minutes.0.challenger.requests', /./],
  ['a count that is none', { minutes: [{ ...first, champion: arm(Number.NaN) }] }, 'minutes.0.champion.requests', /./],
  [
    'a missing count',
    { minutes: [{ ...first, champion: { requests: 1, bad: 0, slow: 0 } }] },
    'minutes.0.champion.answers',
    /./,
  ],
  [
    'more wrong answers than labelled ones',
    { minutes: [{ ...first, champion: { ...arm(9), labelled: 2, wrong: 3 } }] },
    'minutes.0.champion.wrong',
    /at most the number of labelled answers/,
  ],
  ['a time that is negative', { progress: progress(-1) }, 'progress.elapsedSeconds', /./],
  [
    'a variation without end',
    { background: { ...sound.background, slow: { share: 0, variation: Number.POSITIVE_INFINITY } } },
    'background.slow.variation',
    /./,
  ],
])('%s is refused by name', (_, change, path, message) => {
  const { error } = canaryQuestionSchema.safeParse({ ...sound, ...change });

  expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  expect(error?.message).toMatch(message);
});
