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

/** All entries as they are stored, nothing about them checked; `known` are the first of them, which are not read again. */
export async function readStored(
  { ledger, modelName }: Source,
  known: readonly StoredEntry[] = [],
): Promise<StoredEntry[]> {
  // where entries are missing, pages overlap
  const stored = new Map(known.map((entry) => [identity(entry), entry]));
  for (let from = known.length + 1; ; from += PAGE) {
    const page = await ledger.readFrom(modelName, from, PAGE);
    for (const entry of page) stored.set(identity(entry), entry);
    if (page.length < PAGE) return [...stored.values()];
  }
}

function identity({ text, hash }: StoredEntry): string {
  return `${hash} ${text}`;
}
