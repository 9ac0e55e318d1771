import type { LedgerEntry } from '../domain/ledger/ledger-entry.ts';
import type { Actor } from '../domain/ledger/ledger-state.ts';
import type { Timestamp } from '../domain/time.ts';

/** Since when, by whom and why the schedules are paused. */
export interface Pause {
  readonly since: Timestamp;
  readonly by: Actor;
  readonly reason: string;
}

/** Null while the schedules are on; `entries` is oldest first, up to the head. */
export function pauseIn(entries: readonly LedgerEntry[]): Pause | null {
  if (entries.at(-1)?.state.paused !== true) return null;
  const event = entries.findLast((entry) => entry.event.type === 'paused')?.event;
  return event ? { since: event.at, by: event.actor, reason: event.reason } : null;
}
