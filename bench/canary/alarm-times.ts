import { comparisonJudge } from './comparison-judge.ts';
import { evidenceAlarms } from './evidence-alarms.ts';
import { evidencePaths } from './evidence-paths.ts';
import { fixedAlarms } from './fixed-alarms.ts';
import type { TrafficChecksum } from './published-figures.ts';
import type { Scenario } from './scenario.ts';
import { asymptoticSequence, sequentialTests } from './sequential-tests.ts';
import { createTraffic, type Day } from './traffic.ts';
import { type KnownVariations, trialOf } from './trial.ts';

export interface Repetitions {
  readonly seed: number;
  readonly repetitions: number;
  /** How many of them the comparison judge sees, which takes much longer than all others. */
  readonly judged: number;
  /** Upper bounds of z of the group sequential test, one a look. */
  readonly bounds: readonly number[];
}

export interface AlarmTimes {
  readonly checksum: TrafficChecksum;
  /** Minutes of the first alarm of each repetition, infinite without one, by method. */
  readonly minutes: Readonly<Record<string, readonly number[]>>;
}

/** Plays every method on the same days of one scenario. */
export function alarmTimes(
  scenario: Scenario,
  { seed, repetitions, judged, bounds }: Repetitions,
  known: KnownVariations = new Map(),
): AlarmTimes {
  const traffic = createTraffic(scenario, seed);
  const minutes: Record<string, number[]> = {};
  let allBad = 0;
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const trial = trialOf(scenario, traffic, repetition, known);
    allBad += sumOf(trial.day.canaryBad);
    const alarms: Record<string, number> = {
      ...fixedAlarms(trial),
      ...sequentialTests(trial, bounds),
      ...evidenceAlarms(evidencePaths(trial.day, trial.margin), trial),
      ...asymptoticSequence(trial),
      ...(repetition < judged ? comparisonJudge(trial) : {}),
    };
    for (const [method, minute] of Object.entries(alarms)) {
      minutes[method] ??= [];
      minutes[method].push(minute);
    }
  }
  return { checksum: { ...checksumOf(traffic.day(0)), all_kc: allBad }, minutes };
}

/** Of the first day, in the order of the published figures. */
function checksumOf({ canaryBad, canaryTotal, baselineBad, baselineTotal }: Day): Omit<TrafficChecksum, 'all_kc'> {
  const counts = [canaryBad, canaryTotal, baselineBad, baselineTotal];
  return { rep0_sum: counts.map(sumOf), rep0_first5: counts.map((each) => [...each.subarray(0, 5)]) };
}

function sumOf(counts: Int32Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
