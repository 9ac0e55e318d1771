import type { AlarmTimes } from './alarm-times.ts';
import { type Summary, standardError, summaryOf } from './summary.ts';

/** Of every scenario that was played, by its name. */
export type Results = ReadonlyMap<string, AlarmTimes>;

/** Throws a RangeError for a method that was not played in this scenario. */
export function summaryIn(results: Results, scenario: string, method: string): Summary {
  const minutes = results.get(scenario)?.minutes[method];
  if (minutes === undefined) throw new RangeError(`'${scenario}' should have been played with '${method}'`);
  return summaryOf(minutes);
}

/** Upper end of what a chance may look like in so many repetitions: three standard errors above it. */
export function atMost(chance: number, repetitions: number): string {
  return `<=${Number((chance + 3 * standardError(chance, repetitions)).toPrecision(6))}`;
}

/** Its lower end. */
export function atLeast(chance: number, repetitions: number): string {
  return `>=${Number((chance - 3 * standardError(chance, repetitions)).toPrecision(6))}`;
}
