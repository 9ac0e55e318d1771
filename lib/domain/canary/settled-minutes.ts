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

/** What a function version did on the day that ended at a time. */
export async function readDayBefore(
  metrics: ReleaseMetrics,
  { modelName, functionName, functionVersion }: ServedVersion,
  time: Timestamp,
): Promise<ReleaseCounts[]> {
  const day = {
    from: wholeMinute(milliseconds(secondsAfter(time, -DAY_SECONDS))),
    to: wholeMinute(milliseconds(time)),
  };
  const minutes = await metrics.readMinutes({ modelName, functionName, functionVersion, ...day });
  return minutes.map(countsOf);
}

function wholeMinute(time: number): Timestamp {
  return timestamp(Math.floor(time / MINUTE) * MINUTE);
}
