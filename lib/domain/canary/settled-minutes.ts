import type { MinuteCounts, ReleaseMetrics } from '../ports/release-metrics.ts';
import { milliseconds, secondsAfter, type Timestamp, timestamp } from '../time.ts';
import { countsOf, type ReleaseCounts } from './release-counts.ts';

/** Counters of a minute come in late; what is younger than this is not counted yet. */
const SETTLED_AFTER_MINUTES = 3;
const MINUTE = 60_000;
const DAY_SECONDS = 86_400;

/**
 * Whole minutes from the first one after `since`, as what came before it is not meant, to the newest that is settled at
 * `now`; empty where `from` is not before `to`.
 */
export function settledMinutes(since: Timestamp, now: Timestamp): { from: Timestamp; to: Timestamp } {
  return {
    from: wholeMinute(milliseconds(since) + MINUTE - 1),
    to: wholeMinute(milliseconds(now) - SETTLED_AFTER_MINUTES * MINUTE),
  };
}

interface ServedVersion {
  readonly modelName: string;
  readonly functionName: string;
  readonly functionVersion: string;
}

/** What a function version has done since a time, minute by minute, as far as it is settled. */
export function readSettled(
  metrics: ReleaseMetrics,
  version: ServedVersion,
  since: Timestamp,
  now: Timestamp,
): Promise<MinuteCounts[]> {
  const { modelName, functionName, functionVersion } = version;
  return metrics.readMinutes({ modelName, functionName, functionVersion, ...settledMinutes(since, now) });
}

/** The same, and what the version did on the day before that time, in one call. */
export async function readWithDayBefore(
  metrics: ReleaseMetrics,
  { modelName, functionName, functionVersion }: ServedVersion,
  since: Timestamp,
  now: Timestamp,
): Promise<{ minutes: MinuteCounts[]; dayBefore: ReleaseCounts[] }> {
  const dayAgo = wholeMinute(milliseconds(secondsAfter(since, -DAY_SECONDS)));
  const { from, to } = settledMinutes(since, now);
  const all = await metrics.readMinutes({
    modelName,
    functionName,
    functionVersion,
    from: dayAgo,
    to: to > from ? to : from,
  });
  return {
    minutes: all.filter(({ minute }) => minute >= from && minute < to),
    dayBefore: all.filter(({ minute }) => minute < wholeMinute(milliseconds(since))).map(countsOf),
  };
}

function wholeMinute(time: number): Timestamp {
  return timestamp(Math.floor(time / MINUTE) * MINUTE);
}
