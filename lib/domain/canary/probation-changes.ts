import { type Change, verifiedChanges } from '../decision-records/decision-kind.ts';
import { secondsAfter } from '../time.ts';
import { errors, errorsLess, errorsMore, fewestAnswers, goodMinutes, goodMore, withBad } from './changed-answers.ts';
import type { ProbationQuestion } from './probation-question.ts';
import { type ProbationVerdict, probationVerdict } from './probation-verdict.ts';
import { noCounts } from './release-counts.ts';

type ProbationChange = Change<ProbationQuestion>;

/** How many good or bad answers of the champion would have led to another verdict. */
export function probationChanges(question: ProbationQuestion): ProbationChange[] {
  const fewest = (words: readonly [string, string], changed: (count: number) => ProbationQuestion | null) =>
    fewestAnswers(question, { words, changed, word: (asked) => verdictWord(probationVerdict(asked)) });
  const proposed = probationVerdict(question).rollBack
    ? [
        ...fewest(errorsLess, (count) => withChampionErrors(question, -count)),
        ...fewest(goodMore, (count) => withGoodAnswers(question, count)),
      ]
    : fewest(errorsMore, (count) => withChampionErrors(question, count));
  return verifiedChanges(question, proposed, { decide: probationVerdict, word: verdictWord });
}

/** The verdict in a word; only in probation does the first one move traffic. */
export function verdictWord({ rollBack }: ProbationVerdict): 'fails' | 'holds' {
  return rollBack ? 'fails' : 'holds';
}

function withGoodAnswers(question: ProbationQuestion, count: number): ProbationQuestion | null {
  const { minutes } = question;
  const more = goodMinutes(
    minutes.map(({ champion }) => champion),
    count,
  );
  if (more === null) return null;
  const newest = minutes.at(-1)?.minute ?? question.since;
  const added = more.map((champion, index) => ({ minute: secondsAfter(newest, 60 * (index + 1)), champion }));
  return { ...question, minutes: [...minutes, ...added] };
}

function withChampionErrors(question: ProbationQuestion, count: number): ProbationQuestion | null {
  const { minutes } = question;
  const changed = withBad(
    minutes.map(({ champion }) => champion),
    errors,
    count,
  );
  if (changed === null) return null;
  return { ...question, minutes: minutes.map((one, index) => ({ ...one, champion: changed[index] ?? noCounts })) };
}
