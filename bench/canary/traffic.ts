import type { MinuteCounts } from '../../lib/statistics/canary/e-process.ts';
import type { AnsweredMinute } from '../../lib/statistics/canary/overdispersion.ts';
import { uniformAt } from '../../lib/statistics/random-numbers.ts';
import { type CountTable, clumpedTable, countAt, poissonTable } from './count-table.ts';
import { minutesOfDay, ordinaryShare, type Scenario } from './scenario.ts';

const INCIDENT_MINUTES = 30;
const INCIDENT_SHARE = 0.15;
/** Streams of random numbers: four of a day, four of an incident in it, two of the day before. */
const INCIDENT_STREAM = 8;
const PREVIOUS_STREAM = 20;

/** Counts of a day, one a minute. */
export interface Day {
  readonly canaryBad: Int32Array;
  readonly canaryTotal: Int32Array;
  readonly baselineBad: Int32Array;
  readonly baselineTotal: Int32Array;
}

interface MinuteTables {
  readonly stream: number;
  /** Canary bad and good, baseline bad and good. */
  readonly tables: readonly CountTable[];
}

/** Days of one scenario. Requests arrive independently, and each goes to the canary with the weight as its chance. */
export interface Traffic {
  readonly day: (repetition: number) => Day;
  /** The first of the day's four counts, for whoever needs no other. */
  readonly canaryBad: (repetition: number) => Int32Array;
  /** The baseline alone on the day before. */
  readonly previousDay: (repetition: number) => AnsweredMinute[];
}

export function createTraffic(scenario: Scenario, seed: number): Traffic {
  const tableOf = tables(scenario);
  const minutes = Array.from({ length: minutesOfDay }, (_, minute) =>
    tablesOfMinute(scenario, minute, weightAt(scenario, minute), tableOf),
  );
  const before = { stream: PREVIOUS_STREAM, tables: tableOf.pair(1, ordinaryShare) };
  const minutesBefore = minutes.map(() => before);
  return {
    day: (repetition) => {
      const counts = (arm: number) => countsOf(minutes, arm, seed, repetition);
      const [canaryBad, baselineBad] = [counts(0), counts(2)];
      return {
        canaryBad,
        canaryTotal: sumOf(canaryBad, counts(1)),
        baselineBad,
        baselineTotal: sumOf(baselineBad, counts(3)),
      };
    },
    canaryBad: (repetition) => countsOf(minutes, 0, seed, repetition),
    previousDay: (repetition) => {
      const good = countsOf(minutesBefore, 1, seed, repetition);
      const bad = countsOf(minutesBefore, 0, seed, repetition);
      return Array.from(bad, (count, minute) => ({ bad: count, total: count + (good[minute] ?? 0) }));
    },
  };
}

function countsOf(minutes: readonly MinuteTables[], arm: number, seed: number, repetition: number): Int32Array {
  const counts = new Int32Array(minutes.length);
  for (let minute = 0; minute < counts.length; minute += 1) {
    const tables = minutes[minute];
    const table = tables?.tables[arm];
    if (tables && table) counts[minute] = countAt(table, uniformAt(seed, tables.stream + arm, repetition, minute));
  }
  return counts;
}

function sumOf(bad: Int32Array, good: Int32Array): Int32Array {
  return bad.map((count, minute) => count + (good[minute] ?? 0));
}

function weightAt({ ramp = [0.1] }: Scenario, minute: number): number {
  return ramp[Math.min(Math.floor(minute / 60), ramp.length - 1)] ?? 0;
}

function tablesOfMinute(
  { canaryShare, incident }: Scenario,
  minute: number,
  weight: number,
  { pair }: ReturnType<typeof tables>,
): MinuteTables {
  if (incident !== undefined && minute >= incident.from && minute < incident.from + INCIDENT_MINUTES) {
    const tables = [...pair(weight, INCIDENT_SHARE), ...pair(1 - weight, INCIDENT_SHARE)];
    return { stream: INCIDENT_STREAM, tables };
  }
  return { stream: 0, tables: [...pair(weight, canaryShare), ...pair(1 - weight, ordinaryShare)] };
}

/** Tables of bad and good answers of an arm, made once for each weight and share. */
function tables({ rate, clumping = 0 }: Scenario) {
  const known = new Map<string, readonly CountTable[]>();
  return {
    pair: (weight: number, share: number): readonly CountTable[] => {
      const key = `${weight} ${share}`;
      const pair = known.get(key) ?? pairOf(60 * rate * weight, share, clumping);
      known.set(key, pair);
      return pair;
    },
  };
}

function pairOf(perMinute: number, share: number, clumping: number): readonly CountTable[] {
  const bad = perMinute * share;
  return [clumping > 0 ? clumpedTable(bad, clumping) : poissonTable(bad), poissonTable(perMinute * (1 - share))];
}

/** One minute of a day, as the evidence takes it. */
export function minuteOf(day: Day, minute: number): MinuteCounts {
  return {
    canaryBad: day.canaryBad[minute] ?? 0,
    canaryTotal: day.canaryTotal[minute] ?? 0,
    baselineBad: day.baselineBad[minute] ?? 0,
    baselineTotal: day.baselineTotal[minute] ?? 0,
  };
}
