import type { Ledger } from '../../lib/domain/ledger/ledger.ts';
import type { LedgerEntry } from '../../lib/domain/ledger/ledger-entry.ts';
import type { LedgerEvent } from '../../lib/domain/ledger/ledger-event.ts';
import { ledgerOf, MODEL } from '../domain/ledger/ledger-samples.ts';
import { inMemoryLedger } from './in-memory-ledger.ts';

/** A ledger of the sample model in which these events, at their own times, have happened. */
export async function filledLedger(events: readonly LedgerEvent[]): Promise<Ledger> {
  const ledger = inMemoryLedger();
  for (const entry of ledgerOf(events)) await ledger.append(entry);
  return ledger;
}

/** The newest entry, which has to be there. */
export async function headOf(ledger: Ledger): Promise<LedgerEntry> {
  const head = await ledger.readHead(MODEL);
  if (head === null) throw new Error('the ledger should have an entry, got none');
  return head;
}
