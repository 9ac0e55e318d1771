import type { Clock } from '../ports/clock.ts';
import type { Execution } from '../steps/execution.ts';
import { milliseconds, type Timestamp, timestamp } from '../time.ts';
import { type Ledger, recordDecision } from './ledger.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { LedgerEvent } from './ledger-event.ts';
import { readEntriesSince } from './ledger-pages.ts';

/** A decision that an execution makes once, however often its step is tried. */
export interface SingleDecision {
  readonly execution: Execution;
  readonly eventAt: (at: Timestamp) => LedgerEvent;
  /** Whether an entry of this execution is that decision already. */
  readonly isSame: (entry: LedgerEntry, event: LedgerEvent) => boolean;
}

/**
 * The entry of a decision: the one that an earlier attempt of the execution has appended, else a new one. Throws as
 * `recordDecision` does.
 */
export async function recordOnce(
  ledger: Ledger,
  clock: Clock,
  modelName: string,
  { execution, eventAt, isSame }: SingleDecision,
): Promise<LedgerEntry> {
  const start = timestamp(milliseconds(execution.startedAt));
  const found: LedgerEntry[] = [];
  const appended = await recordDecision(ledger, clock, modelName, async (head, at) => {
    const event = eventAt(at);
    const entries = await readEntriesSince(ledger, modelName, head, start);
    found.push(...entries.filter((entry) => entry.event.execution === execution.arn && isSame(entry, event)));
    return found.length === 0 ? event : null;
  });
  const entry = appended ?? found.at(-1);
  if (entry === undefined) throw new Error(`a decision of ${execution.arn} should be in the ledger, got none`);
  return entry;
}
