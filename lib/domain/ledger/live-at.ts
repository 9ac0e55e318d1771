import type { Timestamp } from '../time.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { Actor } from './ledger-state.ts';

/** What had the traffic at some time, and who had given it. */
export interface LiveModel {
  readonly modelVersion: string;
  readonly functionVersion: string;
  /** The canary beside it, with its share of the traffic. */
  readonly canary: { readonly modelVersion: string; readonly functionVersion: string; readonly weight: number } | null;
  readonly since: Timestamp;
  readonly movedBy: Actor;
  /** The entry that was the newest at that time. */
  readonly sequence: number;
}

/** What was live, given the newest entry at that time (`Ledger.readAt`); null when nothing was. */
export function liveAt(entry: LedgerEntry | null): LiveModel | null {
  const { champion, challenger, routing } = entry?.state ?? {};
  if (!entry || !champion || !routing) return null;
  const canary = routing.canary && challenger && { ...routing.canary, modelVersion: challenger.modelVersion };
  return {
    modelVersion: champion.modelVersion,
    functionVersion: champion.functionVersion,
    canary: canary ?? null,
    since: routing.movedAt,
    movedBy: routing.movedBy,
    sequence: entry.sequence,
  };
}
