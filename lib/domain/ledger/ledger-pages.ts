import { type Timestamp, timestamp } from '../time.ts';
import type { Ledger } from './ledger.ts';
import { type LedgerEntry, parseStoredEntry } from './ledger-entry.ts';
import { LedgerBroken } from './ledger-errors.ts';

const PAGE = 100;

/**
 * Pages of the ledger from `head` back to the first entry, each oldest entry first. Throws `LedgerBroken` where an entry
 * was altered, is missing or does not lead to the one after it.
 */
async function* pagesBefore(
  ledger: Ledger,
  modelName: string,
  head: LedgerEntry | null,
): AsyncGenerator<LedgerEntry[]> {
  let hash = head?.hash;
  for (let last = head?.sequence ?? 0; last > 0; last -= PAGE) {
    const first = Math.max(1, last - PAGE + 1);
    const page = (await ledger.readFrom(modelName, first, last - first + 1)).map(parseStoredEntry);
    for (let sequence = last; sequence >= first; sequence -= 1) {
      const entry = page[sequence - first];
      if (entry?.sequence !== sequence || entry.hash !== hash) {
        throw new LedgerBroken(
          `entry ${sequence} of ${modelName} should have the hash ${hash}, got ${entry?.hash ?? 'none'}`,
        );
      }
      hash = entry.previousHash;
    }
    yield page;
  }
}

/** Entries up to `head` that are not older than `time`, oldest first. Throws `LedgerBroken`. */
export async function readEntriesSince(
  ledger: Ledger,
  modelName: string,
  head: LedgerEntry | null,
  time: Timestamp,
): Promise<LedgerEntry[]> {
  const pages: LedgerEntry[][] = [];
  for await (const page of pagesBefore(ledger, modelName, head)) {
    pages.unshift(page.filter(({ event }) => event.at >= time));
    const [oldest] = page;
    if (oldest !== undefined && oldest.event.at < time) break;
  }
  return pages.flat();
}

/** All entries up to `head`, oldest first. Throws `LedgerBroken`. */
export function readAll(ledger: Ledger, modelName: string, head: LedgerEntry | null): Promise<LedgerEntry[]> {
  return readEntriesSince(ledger, modelName, head, timestamp(0));
}

/** The newest entry up to `head` that fits; null when none does. Throws `LedgerBroken`. */
export async function findNewest(
  ledger: Ledger,
  modelName: string,
  head: LedgerEntry | null,
  fits: (entry: LedgerEntry) => boolean,
): Promise<LedgerEntry | null> {
  for await (const page of pagesBefore(ledger, modelName, head)) {
    const found = page.findLast(fits);
    if (found !== undefined) return found;
  }
  return null;
}
