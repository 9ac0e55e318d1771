import { type Execution, executionName } from '../steps/execution.ts';
import type { Timestamp } from '../time.ts';
import type { LedgerEntry } from './ledger-entry.ts';

/**
 * When the champion got its traffic that an entry of the reconciler judges: one that it takes out of probation, or one
 * that a rollback restored. Null for every other entry. `entries` is the whole ledger, oldest first.
 */
export function judgedSince(entries: readonly LedgerEntry[], { event, sequence }: LedgerEntry): Timestamp | null {
  const before = entries[sequence - 2]?.state;
  if (before === undefined || event.execution !== null) return null;
  if (event.type === 'rolled-back') return before.routing?.movedAt ?? null;
  return event.type === 'rollback-watched' ? before.watchedSince : null;
}

/**
 * The execution that gave a champion the traffic which it has since then; it began when that was recorded. A rollback by
 * the reconciler ends what another execution began, and is that one's. Where no execution did it, such as when a champion
 * was adopted, the entry stands for one: `entry-12`. Null where nothing got traffic then.
 */
export function givingExecution(entries: readonly LedgerEntry[], since: Timestamp): Execution | null {
  const entry = entries.find(({ event }) => event.at === since);
  if (entry === undefined) return null;
  const { execution: arn, at: startedAt } = entry.event;
  if (arn !== null) return { arn, name: executionName(arn), startedAt };
  const earlier = judgedSince(entries, entry);
  if (earlier !== null) return givingExecution(entries, earlier);
  const name = `entry-${entry.sequence}`;
  return { arn: name, name, startedAt };
}

/** The execution that an entry tells of: its own, or the one whose champion it judges; null for what is none's. */
export function toldExecution(entries: readonly LedgerEntry[], entry: LedgerEntry): string | null {
  const since = judgedSince(entries, entry);
  return since === null ? entry.event.execution : (givingExecution(entries, since)?.arn ?? null);
}
