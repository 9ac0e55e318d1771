import type { Change } from '../decision-records/decision-kind.ts';
import { noCounts, type ReleaseCounts } from './release-counts.ts';

/** Nobody waits for more answers than this. */
const MOST_ANSWERS = 2 ** 24;
const MOST_MINUTES = 1440;
/** A minute, where there were none to go by. */
const USUAL_ANSWERS = 60;

interface ChangedAnswers<Question> {
  /** What the answers are called: a single one, and several. */
  readonly words: readonly [string, string];
  /** The question with so many answers changed; null where there are not so many. */
  readonly changed: (count: number) => Question | null;
  /** The decision in a word. */
  readonly word: (question: Question) => string;
}

/** The smallest count that changes the decision, if there is one: what more does, less does not do better. */
export function fewestAnswers<Question>(
  question: Question,
  { words: [one, several], changed, word }: ChangedAnswers<Question>,
): Change<Question>[] {
  const now = word(question);
  const count = smallest((asked) => {
    const other = changed(asked);
    return other === null || word(other) !== now;
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

/** Total and bad events of a share. */
export type Share = readonly [total: keyof ReleaseCounts, bad: keyof ReleaseCounts];
export const errors: Share = ['requests', 'bad'];
export const wrongOnes: Share = ['labelled', 'wrong'];

/** So many bad events more, or less, in the newest minutes; null where there are not so many events, or bad ones. */
export function withBad(counts: readonly ReleaseCounts[], [total, bad]: Share, count: number): ReleaseCounts[] | null {
  let left = count;
  const changed = counts.toReversed().map((one) => {
    const { [total]: all, [bad]: already } = one;
    const moved = left > 0 ? Math.min(left, Math.max(0, all - already)) : Math.max(left, -already);
    left -= moved;
    return { ...one, [bad]: already + moved };
  });
  return left === 0 ? changed.toReversed() : null;
}

/**
 * Minutes with so many answers more, without an error and none of them slow. They come as fast as those before, because a
 * burst would say less where bad answers clump. Null where that takes more than a day.
 */
export function goodMinutes(before: readonly ReleaseCounts[], count: number): ReleaseCounts[] | null {
  const seen = before.reduce((sum, { requests }) => sum + requests, 0);
  const perMinute = seen === 0 ? USUAL_ANSWERS : Math.ceil(seen / before.length);
  const minutes = Math.ceil(count / perMinute);
  if (minutes > MOST_MINUTES) return null;
  return Array.from({ length: minutes }, (_, index) => {
    const answers = Math.min(perMinute, count - index * perMinute);
    return { ...noCounts, requests: answers, answers };
  });
}

export const errorsLess = ['error less', 'errors less'] as const;
export const errorsMore = ['more error', 'more errors'] as const;
export const wrongLess = ['wrong prediction less', 'wrong predictions less'] as const;
export const wrongMore = ['more wrong prediction', 'more wrong predictions'] as const;
export const goodMore = ['more good answer', 'more answers without an error, none of them slow'] as const;
