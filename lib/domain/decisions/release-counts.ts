import type { MinuteCounts } from '../ports/release-metrics.ts';

/** What one function version did over a time. */
export interface ReleaseCounts {
  readonly requests: number;
  /** Crashes, time-outs and bad answers: the two counters never see the same request. */
  readonly bad: number;
  readonly answers: number;
  readonly slow: number;
}

export const noCounts: ReleaseCounts = { requests: 0, bad: 0, answers: 0, slow: 0 };

export function sumCounts(minutes: readonly MinuteCounts[]): ReleaseCounts {
  return minutes.reduce<ReleaseCounts>(
    (sum, { invocations, errors, answers, badAnswers, slowAnswers }) => ({
      requests: sum.requests + invocations,
      bad: sum.bad + errors + badAnswers,
      answers: sum.answers + answers,
      slow: sum.slow + slowAnswers,
    }),
    noCounts,
  );
}
