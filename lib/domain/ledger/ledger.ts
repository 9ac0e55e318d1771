import type { Clock } from '../ports/clock.ts';
import type { Timestamp } from '../time.ts';
import { type LedgerEntry, nextEntry, nextTime, type StoredEntry } from './ledger-entry.ts';
import { LedgerConflict } from './ledger-errors.ts';
import type { LedgerEvent } from './ledger-event.ts';

/** The append-only log of one model's decisions. */
export interface Ledger {
  /** The newest entry, strongly consistent; null before the first. */
  readHead(modelName: string): Promise<LedgerEntry | null>;
  /** Writes an entry once. Throws `LedgerConflict` when its sequence number is taken by another entry. */
  append(entry: LedgerEntry): Promise<void>;
  /** The newest entry that is not later than `time`; null before the first. */
  readAt(modelName: string, time: Timestamp): Promise<LedgerEntry | null>;
  /** Stored entries in order, from a sequence number on, at most `limit` of them (1 to 1,000). */
  readFrom(modelName: string, sequence: number, limit: number): Promise<StoredEntry[]>;
}

/** What to append to a head, at a given time; null for nothing. Called again when another writer was faster. */
export type Decide = (head: LedgerEntry | null, at: Timestamp) => LedgerEvent | null | Promise<LedgerEvent | null>;

const MOST_ATTEMPTS = 8;

/**
 * Reads the head, decides and appends; when another writer took the sequence number it decides again on the new head.
 * Returns the appended entry, or null when there was nothing to append. Throws what `decide` throws, an
 * `IllegalTransition`, or `LedgerConflict` after eight lost races.
 */
export async function recordDecision(
  ledger: Ledger,
  clock: Clock,
  modelName: string,
  decide: Decide,
): Promise<LedgerEntry | null> {
  for (let attempt = 1; ; attempt += 1) {
    const head = await ledger.readHead(modelName);
    const event = await decide(head, nextTime(head, clock.now()));
    if (event === null) return null;
    const entry = nextEntry(modelName, head, event);
    try {
      await ledger.append(entry);
      return entry;
    } catch (error) {
      if (!(error instanceof LedgerConflict) || attempt >= MOST_ATTEMPTS) throw error;
    }
  }
}
