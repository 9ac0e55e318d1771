import { type Change, verifiedChanges } from '../decision-records/decision-kind.ts';
import { secondsAfter } from '../time.ts';
import type { CanaryQuestion } from './canary-question.ts';
import { canaryVerdict } from './canary-verdict.ts';
import { type CanaryMinute, noCounts } from './release-counts.ts';

type CanaryChange = Change<CanaryQuestion>;

const MOST_ANSWERS = 2 ** 24;
/** Nobody waits for longer than a day. */
const MOST_MINUTES = 1440;
/** A minute, where there were none to go by. */
const USUAL_ANSWERS = 60;

/** How many good or bad answers of the challenger would have made another decision, and how much time. */
export function canaryChanges(question: CanaryQuestion): CanaryChange[] {
  const { decision } = canaryVerdict(question);
  const proposed = [
    ...(decision === 'roll-back'
      ? fewest(question, ['error less', 'errors less'], (count) => withErrors(question, -count))
      : []),
    ...(decision === 'hold' || decision === 'roll-back'
      ? fewest(question, ['more good answer', 'more answers without an error, none of them slow'], (count) =>
          withGoodAnswers(question, count),
        )
      : fewest(question, ['more error', 'more errors'], (count) => withErrors(question, count))),
    ...laterLook(question),
  ];
  return verifiedChanges(question, proposed, { decide: canaryVerdict, word: (verdict) => verdict.decision });
}

/** The smallest count that changes the decision, if there is one: what more does, less does not do better. */
function fewest(
  question: CanaryQuestion,
  [one, several]: readonly [string, string],
  changed: (count: number) => CanaryQuestion | null,
): CanaryChange[] {
  const now = canaryVerdict(question).decision;
  const count = smallest((asked) => {
    const other = changed(asked);
    return other === null || canaryVerdict(other).decision !== now;
  });
  const other = count === null ? null : changed(count);
  return other === null ? [] : [{ text: `${count} ${count === 1 ? one : several}`, question: other }];
}

/** The smallest count for which something holds, where it holds for all larger ones; null if for none that matters. */
function smallest(holds: (count: number) => boolean): number | null {
  let high = 1;
  while (!holds(high)) {
    if (high >= MOST_ANSWERS) return null;
    high *= 2;
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** So many more, as fast as those before, because a burst would say less where answers clump; null for more than a day of it. */
function withGoodAnswers(question: CanaryQuestion, count: number): CanaryQuestion | null {
  const { minutes } = question;
  const seen = minutes.reduce((sum, { challenger }) => sum + challenger.requests, 0);
  const perMinute = seen === 0 ? USUAL_ANSWERS : Math.ceil(seen / minutes.length);
  const added = Math.ceil(count / perMinute);
  if (added > MOST_MINUTES) return null;
  const newest = minutes.at(-1)?.minute ?? '2026-01-01T00:00:00.000Z';
  const more = Array.from({ length: added }, (_, index): CanaryMinute => {
    const answers = Math.min(perMinute, count - index * perMinute);
    const challenger = { ...noCounts, requests: answers, answers };
    return { minute: secondsAfter(newest, 60 * (index + 1)), challenger, champion: noCounts };
  });
  return { ...question, minutes: [...minutes, ...more] };
}

/** So many errors more, or less, in the newest minutes; null where there are not so many requests, or errors. */
function withErrors(question: CanaryQuestion, count: number): CanaryQuestion | null {
  let left = count;
  const minutes: CanaryMinute[] = question.minutes.toReversed().map((minute) => {
    const { requests, bad } = minute.challenger;
    const moved = left > 0 ? Math.min(left, Math.max(0, requests - bad)) : Math.max(left, -bad);
    left -= moved;
    return { ...minute, challenger: { ...minute.challenger, bad: bad + moved } };
  });
  return left === 0 ? { ...question, minutes: minutes.toReversed() } : null;
}

/** The same numbers when the bake, or the longest hold, is over. */
function laterLook(question: CanaryQuestion): CanaryChange[] {
  const { bakeSeconds, maximumHoldSeconds, elapsedSeconds } = question.progress;
  return [bakeSeconds, bakeSeconds + maximumHoldSeconds]
    .filter((seconds) => seconds > elapsedSeconds)
    .slice(0, 1)
    .map((seconds) => ({
      text: `a look ${seconds} seconds after the shift`,
      question: { ...question, progress: { ...question.progress, elapsedSeconds: seconds } },
    }));
}
