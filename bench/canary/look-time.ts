import { canaryVerdict } from '../../lib/domain/canary/canary-verdict.ts';
import { noCounts } from '../../lib/domain/canary/release-counts.ts';
import { timestamp } from '../../lib/domain/time.ts';
import { type BenchRow, row } from '../bench-rows.ts';
import { minutesOfDay } from './scenario.ts';
import { createTraffic, type Day } from './traffic.ts';

const LOOKS = 200;

/** Median milliseconds of one look at a canary that is a day old, with all minutes of both arms and both shares. */
export function lookRows(seed: number): BenchRow[] {
  const traffic = createTraffic({ name: 'look', rate: 100, canaryShare: 0.02, clumping: 1 }, seed);
  const question = questionOf(traffic.day(0));
  const times = Array.from({ length: LOOKS }, () => {
    const started = performance.now();
    canaryVerdict(question);
    return performance.now() - started;
  }).sort((one, other) => one - other);
  return [row('milliseconds of one look at a day of two arms', times[LOOKS / 2] ?? Number.NaN, '<=1')];
}

/** The product's question about a day of the simulation, errors being what is bad. */
export function questionOf(day: Day, minutes = minutesOfDay, variation = 1): Parameters<typeof canaryVerdict>[0] {
  const arm = (requests: number, bad: number) => ({ ...noCounts, requests, bad, answers: requests });
  const background = { share: 0.02, variation };
  return {
    limits: {
      minimumSuccessRate: 0.8,
      maximumErrorRate: 0.05,
      maximumResponseMilliseconds: 100,
      maximumAccuracyDrop: null,
    },
    progress: {
      weight: 0.1,
      elapsedSeconds: minutes * 60,
      bakeSeconds: 600,
      maximumHoldSeconds: 86_400,
      isLastStep: false,
    },
    background: { errors: background, slow: background, wrong: background },
    minutes: Array.from({ length: minutes }, (_, minute) => ({
      minute: timestamp(minute * 60_000),
      challenger: arm(day.canaryTotal[minute] ?? 0, day.canaryBad[minute] ?? 0),
      champion: arm(day.baselineTotal[minute] ?? 0, day.baselineBad[minute] ?? 0),
    })),
  };
}
