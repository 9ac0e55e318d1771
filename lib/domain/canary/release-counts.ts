import { z } from 'zod';
import type { MinuteCounts } from '../ports/release-metrics.ts';
import { type Timestamp, timestampSchema } from '../time.ts';

const count = z.int().nonnegative();

/** What one function version did over a time. */
export const releaseCountsSchema = z
  .strictObject({
    requests: count,
    /** Crashes, time-outs and bad answers: the two counters never see the same request. */
    bad: count,
    answers: count,
    slow: count,
    /** Answers whose outcome is known; older records do not say. */
    labelled: count.default(0),
    /** Those of them that the outcome contradicts. */
    wrong: count.default(0),
  })
  .refine(({ labelled, wrong }) => wrong <= labelled, {
    path: ['wrong'],
    error: 'should be at most the number of labelled answers',
  });

export type ReleaseCounts = Readonly<z.infer<typeof releaseCountsSchema>>;

/** One minute of a canary, by the version that answered and not by the configured weight. */
export const canaryMinuteSchema = z.strictObject({
  /** Start of the minute. */
  minute: timestampSchema,
  challenger: releaseCountsSchema,
  champion: releaseCountsSchema,
});

export type CanaryMinute = Readonly<z.infer<typeof canaryMinuteSchema>>;

/** Minutes of a question. */
export function minutesInOrder<Minute extends z.ZodType<{ minute: Timestamp }>>(minuteSchema: Minute) {
  return z
    .array(minuteSchema)
    .refine(
      (minutes) => minutes.every(({ minute }, index) => index === 0 || minute > (minutes[index - 1]?.minute ?? '')),
      { error: 'should have every minute once, oldest first' },
    );
}

export const noCounts: ReleaseCounts = { requests: 0, bad: 0, answers: 0, slow: 0, labelled: 0, wrong: 0 };

export function countsOf(counts: MinuteCounts): ReleaseCounts {
  const { invocations, errors, answers, badAnswers, slowAnswers, labelledAnswers, wrongAnswers } = counts;
  // labels go on coming, and of one that has just come the two counters need not be seen at once
  const wrong = Math.min(wrongAnswers, labelledAnswers);
  return {
    requests: invocations,
    bad: errors + badAnswers,
    answers,
    slow: slowAnswers,
    labelled: labelledAnswers,
    wrong,
  };
}

/** Both arms side by side, oldest minute first; an arm without traffic in a minute has counts of zero. */
export function pairMinutes(challenger: readonly MinuteCounts[], champion: readonly MinuteCounts[]): CanaryMinute[] {
  const [own, others] = [byMinute(challenger), byMinute(champion)];
  return [...new Set([...own.keys(), ...others.keys()])].sort().map((minute) => ({
    minute,
    challenger: own.get(minute) ?? noCounts,
    champion: others.get(minute) ?? noCounts,
  }));
}

function byMinute(minutes: readonly MinuteCounts[]): Map<Timestamp, ReleaseCounts> {
  return new Map(minutes.map((one) => [one.minute, countsOf(one)]));
}
