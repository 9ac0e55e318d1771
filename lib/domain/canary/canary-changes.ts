import { type Change, verifiedChanges } from '../decision-records/decision-kind.ts';
import { secondsAfter } from '../time.ts';
import type { CanaryQuestion } from './canary-question.ts';
import { canaryVerdict } from './canary-verdict.ts';
import {
  errors,
  errorsLess,
  errorsMore,
  fewestAnswers,
  goodMinutes,
  goodMore,
  type Share,
  withBad,
  wrongLess,
  wrongMore,
  wrongOnes,
} from './changed-answers.ts';
import { noCounts } from './release-counts.ts';

type CanaryChange = Change<CanaryQuestion>;

/** How many good or bad answers of the challenger would have made another decision, and how much time. */
export function canaryChanges(question: CanaryQuestion): CanaryChange[] {
  const { decision } = canaryVerdict(question);
  const fewest = (words: readonly [string, string], changed: (count: number) => CanaryQuestion | null) =>
    fewestAnswers(question, { words, changed, word: (asked) => canaryVerdict(asked).decision });
  const proposed = [
    ...(decision === 'roll-back'
      ? [
          ...fewest(errorsLess, (count) => withChallengerBad(question, errors, -count)),
          ...fewest(wrongLess, (count) => withChallengerBad(question, wrongOnes, -count)),
        ]
      : fewest(wrongMore, (count) => withChallengerBad(question, wrongOnes, count))),
    ...(decision === 'hold' || decision === 'roll-back'
      ? fewest(goodMore, (count) => withGoodAnswers(question, count))
      : fewest(errorsMore, (count) => withChallengerBad(question, errors, count))),
    ...laterLook(question),
  ];
  return verifiedChanges(question, proposed, { decide: canaryVerdict, word: (verdict) => verdict.decision });
}

function withGoodAnswers(question: CanaryQuestion, count: number): CanaryQuestion | null {
  const { minutes } = question;
  const more = goodMinutes(
    minutes.map(({ challenger }) => challenger),
    count,
  );
  if (more === null) return null;
  const newest = minutes.at(-1)?.minute ?? '2026-01-01T00:00:00.000Z';
  const added = more.map((challenger, index) => ({
    minute: secondsAfter(newest, 60 * (index + 1)),
    challenger,
    champion: noCounts,
  }));
  return { ...question, minutes: [...minutes, ...added] };
}

function withChallengerBad(question: CanaryQuestion, share: Share, count: number): CanaryQuestion | null {
  const { minutes } = question;
  const changed = withBad(
    minutes.map(({ challenger }) => challenger),
    share,
    count,
  );
  if (changed === null) return null;
  return { ...question, minutes: minutes.map((one, index) => ({ ...one, challenger: changed[index] ?? noCounts })) };
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
