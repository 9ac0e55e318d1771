import { isDeepStrictEqual } from 'node:util';
import { alarmTimes } from '../../../bench/canary/alarm-times.ts';
import { plannedBounds } from '../../../bench/canary/planned-bounds.ts';
import {
  type PublishedFigures,
  parsePublishedFigures,
  scenariosOf,
  type TrafficChecksum,
} from '../../../bench/canary/published-figures.ts';
import { ordinaryShare, type Scenario } from '../../../bench/canary/scenario.ts';
import { standardErrorsApart, summaryOf } from '../../../bench/canary/summary.ts';
import { createTraffic } from '../../../bench/canary/traffic.ts';
import type { VectorCase, Vectors } from '../vector-case.ts';

/** The first repetitions of each scenario; all of them take minutes, and are what the benchmark itself is for. */
const REPETITIONS = 12;
/** In standard errors: among hundreds of shares of few repetitions some are far off. */
const SHARE_TOLERANCE = 4.5;
/** The published bounds are of an integration on a coarse grid. */
const BOUND_TOLERANCE = 1e-3;

/** Traffic, bounds of the group sequential test, and every method's share of alarms in the canary benchmark. */
export function checkCanaryBenchmark(vectors: Vectors): VectorCase[] {
  const figures = parsePublishedFigures(vectors);
  if (figures.rows.length === 0 && Object.keys(figures.bounds).length === 0) return [];
  const bounds = plannedBounds();
  return [
    ...Object.entries(figures.bounds).map(([look, expected]) => ({
      name: `bound of look ${look}`,
      worstError: Math.abs((bounds[Number(look) - 1] ?? Number.NaN) - expected),
      tolerance: BOUND_TOLERANCE,
    })),
    ...scenariosOf(figures).flatMap((scenario) => scenarioCases(scenario, figures, bounds)),
  ];
}

function scenarioCases(scenario: Scenario, figures: PublishedFigures, bounds: readonly number[]): VectorCase[] {
  const { seed } = figures;
  const rows = figures.rows.filter((row) => row.scenario === scenario.name);
  const repetitions = Math.min(REPETITIONS, figures.repetitions);
  const { minutes, checksum } = alarmTimes(scenario, { seed, repetitions, judged: 2, bounds });
  // one scenario of each kind and rate: all days of all of them take longer than all other checks
  const allBad = scenario.canaryShare === ordinaryShare ? badAnswers(scenario, figures) : undefined;
  return [
    {
      name: `traffic of ${scenario.name}`,
      worstError: rows.every((row) => isSame(checksum, row.checksum, allBad)) ? 0 : 1,
      tolerance: 0,
    },
    ...rows.map(({ method, alarm24h }) => {
      const { share, repetitions: of } = summaryOf(minutes[method] ?? []);
      const worstError = standardErrorsApart(share, alarm24h, of);
      return { name: `${method} in ${scenario.name}`, worstError, tolerance: SHARE_TOLERANCE };
    }),
  ];
}

function isSame(actual: TrafficChecksum, expected: TrafficChecksum, allBad = expected.all_kc): boolean {
  return isDeepStrictEqual({ ...actual, all_kc: allBad }, expected);
}

/** Of the canary in all days. */
function badAnswers(scenario: Scenario, { seed, repetitions }: PublishedFigures): number {
  const traffic = createTraffic(scenario, seed);
  let sum = 0;
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const counts = traffic.canaryBad(repetition);
    // a third of the time of for-of, and these are millions
    for (let minute = 0; minute < counts.length; minute += 1) sum += counts[minute] ?? 0;
  }
  return sum;
}
