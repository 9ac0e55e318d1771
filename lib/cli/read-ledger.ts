import type { LedgerEntry, StoredEntry } from '../domain/ledger/ledger-entry.ts';
import { parseStoredEntry } from '../domain/ledger/ledger-entry.ts';
import { readAll } from '../domain/ledger/ledger-pages.ts';
import { NotFound } from './cli-errors.ts';
import type { ModelConnection } from './model-connection.ts';

const PAGE = 500;

type Source = Pick<ModelConnection, 'ledger' | 'modelName' | 'place'>;

/** The newest decision. Throws `NotFound` while there is none. */
export async function readHead({ ledger, modelName, place }: Source): Promise<LedgerEntry> {
  const head = await ledger.readHead(modelName);
  if (head !== null) return head;
  throw new NotFound(`${modelName} has no champion in ${place} yet: let the deployment of its stack complete`);
}

/** All decisions, oldest first. Throws `NotFound` while there is none, `LedgerBroken` where one was altered. */
export async function readLedger(source: Source): Promise<{ head: LedgerEntry; entries: LedgerEntry[] }> {
  const head = await readHead(source);
  return { head, entries: await readAll(source.ledger, source.modelName, head) };
}

/** Decisions after a sequence number, oldest first. */
export async function readAfter({ ledger, modelName }: Source, sequence: number): Promise<LedgerEntry[]> {
  return (await ledger.readFrom(modelName, sequence + 1, PAGE)).map(parseStoredEntry);
}

/** All entries as they are stored, nothing about them checked. */
export async function readStored({ ledger, modelName }: Source): Promise<StoredEntry[]> {
  const stored: StoredEntry[] = [];
  for (;;) {
    const page = await ledger.readFrom(modelName, stored.length + 1, PAGE);
    stored.push(...page);
    if (page.length < PAGE) return stored;
  }
}
