import fc from 'fast-check';
import type { CanaryProgress, CanaryQuestion } from '../../../lib/domain/canary/canary-question.ts';
import { type CanaryMinute, noCounts, type ReleaseCounts } from '../../../lib/domain/canary/release-counts.ts';
import { timestamp } from '../../../lib/domain/time.ts';

export const HOUR = 3600;
export const limits = {
  minimumSuccessRate: 0.8,
  maximumErrorRate: 0.05,
  maximumResponseMilliseconds: 100,
  maximumAccuracyDrop: null,
};
const steady = { share: 0.02, variation: 0 };
export const LAST = { isLastStep: true };

const START = Date.UTC(2026, 0, 5);

export function arm(requests: number, bad = 0, slow = 0, answers = requests): ReleaseCounts {
  return { ...noCounts, requests, bad, answers, slow };
}

/** Minutes in a row, each as the function says. */
export function minutesOf(
  count: number,
  of: (index: number) => Pick<CanaryMinute, 'challenger' | 'champion'>,
): CanaryMinute[] {
  return Array.from({ length: count }, (_, index) => ({ minute: timestamp(START + index * 60_000), ...of(index) }));
}

export function progress(elapsedSeconds: number, details: Partial<CanaryProgress> = {}): CanaryProgress {
  return {
    weight: 0.1,
    elapsedSeconds,
    bakeSeconds: HOUR,
    maximumHoldSeconds: 2 * HOUR,
    isLastStep: false,
    ...details,
  };
}

export function question(
  minutes: readonly CanaryMinute[],
  at: CanaryProgress,
  details: Partial<CanaryQuestion> = {},
): CanaryQuestion {
  return {
    limits,
    progress: at,
    background: { errors: steady, slow: steady, wrong: steady },
    minutes: [...minutes],
    ...details,
  };
}

const count = fc.nat(80);
const someArm = fc
  .record({ requests: count, bad: count, answers: count, slow: count, labelled: count, wrong: count })
  .map((given) => ({
    ...given,
    bad: Math.min(given.bad, given.requests),
    slow: Math.min(given.slow, given.answers),
    wrong: Math.min(given.wrong, given.labelled),
  }));
const noTraffic = fc.constant(arm(0));

/** Minutes that may be missing, or have one arm only. */
export const someMinutes = fc
  .array(
    fc.record({
      gap: fc.nat(3),
      challenger: fc.oneof(someArm, noTraffic),
      champion: fc.oneof(someArm, noTraffic),
    }),
    { maxLength: 30 },
  )
  .map((list) => {
    let at = START;
    return list.map(({ gap, challenger, champion }) => {
      at += (1 + gap) * 60_000;
      return { minute: timestamp(at), challenger, champion };
    });
  });

export const someProgress = fc.record({
  weight: fc.constantFrom(0.01, 0.1, 0.5),
  elapsedSeconds: fc.nat(5 * HOUR),
  bakeSeconds: fc.nat(2 * HOUR),
  maximumHoldSeconds: fc.nat(2 * HOUR),
  isLastStep: fc.boolean(),
});

const someMetric = fc.record({
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  variation: fc.double({ min: 0, max: 3, noNaN: true }),
});
export const someBackground = fc.record({ errors: someMetric, slow: someMetric, wrong: someMetric });

export const someLimits = fc.record({
  minimumSuccessRate: fc.double({ min: 0, max: 1, noNaN: true }),
  maximumErrorRate: fc.double({ min: 0, max: 1, noNaN: true }),
  maximumResponseMilliseconds: fc.constant(100),
  maximumAccuracyDrop: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
});
