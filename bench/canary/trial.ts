import { dispersionPaths, squaredVariation } from '../../lib/statistics/canary/overdispersion.ts';
import { minutesOfDay, ordinaryShare, type Scenario } from './scenario.ts';
import type { Day, Traffic } from './traffic.ts';

/** Share of bad answers that fixed alarms and the absolute parts of the evidence take for the limit. */
export const absoluteLimit = 0.05;

/** One canary: its day, and what the day before says of the dispersion, one number a minute. */
export interface Trial {
  readonly day: Day;
  readonly dispersion: Float64Array;
  readonly certificationDispersion: Float64Array;
  readonly margin: number;
}

/** Variations of the days before, which canaries with the same baseline have in common. */
export type KnownVariations = Map<string, number>;

export function trialOf(scenario: Scenario, traffic: Traffic, repetition: number, known: KnownVariations): Trial {
  const { margin = 1.1 } = scenario;
  const day = traffic.day(repetition);
  const { rollBack, stepUp } = dispersionPaths(day.canaryTotal, day.baselineTotal, {
    badShare: ordinaryShare,
    variation: variationBefore(scenario, traffic, repetition, known),
    limit: absoluteLimit,
  });
  return { day, dispersion: rollBack, certificationDispersion: stepUp, margin };
}

function variationBefore(
  { rate, clumping = 0 }: Scenario,
  traffic: Traffic,
  repetition: number,
  known: KnownVariations,
): number {
  const key = `${rate} ${clumping} ${repetition}`;
  const variation = known.get(key) ?? squaredVariation(traffic.previousDay(repetition));
  known.set(key, variation);
  return variation;
}

/** Minute at the end of which a rule first holds, looking every so many minutes; infinite if it never does. */
export function firstAlarm(everyMinutes: number, holds: (look: number) => boolean): number {
  for (let look = 0; (look + 1) * everyMinutes <= minutesOfDay; look += 1) {
    if (holds(look)) return (look + 1) * everyMinutes;
  }
  return Number.POSITIVE_INFINITY;
}

/** Counts of blocks of so many minutes. */
export function blockSums(counts: Int32Array, minutes: number): Float64Array {
  const sums = new Float64Array(counts.length / minutes);
  for (let block = 0, minute = 0; block < sums.length; block += 1) {
    let sum = 0;
    for (; minute < (block + 1) * minutes; minute += 1) sum += counts[minute] ?? 0;
    sums[block] = sum;
  }
  return sums;
}

type Counts = Int32Array | Float64Array;

/** Shares of bad answers; not a number where nothing was answered, which is above no limit. */
export function sharesOf(bad: Counts, total: Counts): Float64Array {
  const shares = new Float64Array(bad.length);
  for (let look = 0; look < shares.length; look += 1) shares[look] = (bad[look] ?? 0) / (total[look] ?? 0);
  return shares;
}
