import type { ReleaseMetrics } from '../ports/release-metrics.ts';
import { milliseconds, type Timestamp, timestamp } from '../time.ts';
import { type ReleaseCounts, sumCounts } from './release-counts.ts';

/** Counters of a minute come in late; what is younger than this is not counted yet. */
const SETTLED_AFTER_MINUTES = 3;
const MINUTE = 60_000;

/** Whole minutes from the one of `since` to the newest that is settled at `now`; empty where `from` is not before `to`. */
export function settledMinutes(since: Timestamp, now: Timestamp): { from: Timestamp; to: Timestamp } {
  const floor = (time: number) => timestamp(Math.floor(time / MINUTE) * MINUTE);
  return { from: floor(milliseconds(since)), to: floor(milliseconds(now) - SETTLED_AFTER_MINUTES * MINUTE) };
}

/** What a function version has done since a time, as far as it is settled. */
export async function readCounts(
  metrics: ReleaseMetrics,
  version: { readonly modelName: string; readonly functionName: string; readonly functionVersion: string },
  since: Timestamp,
  now: Timestamp,
): Promise<ReleaseCounts> {
  return sumCounts(await metrics.readMinutes({ ...version, ...settledMinutes(since, now) }));
}
