import type { Ledger } from '../../lib/domain/ledger/ledger.ts';
import {
  type LedgerEntry,
  parseStoredEntry,
  type StoredEntry,
  storedEntry,
} from '../../lib/domain/ledger/ledger-entry.ts';
import { LedgerConflict } from '../../lib/domain/ledger/ledger-errors.ts';

/** A ledger that lives as long as the test. It keeps the same text that a table would, and checks it when read. */
export function inMemoryLedger(): Ledger {
  const models = new Map<string, Map<number, StoredEntry>>();
  const storedOf = (modelName: string) => {
    const stored = [...(models.get(modelName) ?? [])];
    return stored.sort(([one], [other]) => one - other).map(([, entry]) => entry);
  };
  const newest = (modelName: string, fits: (entry: LedgerEntry) => boolean) =>
    storedOf(modelName).map(parseStoredEntry).findLast(fits) ?? null;

  return {
    async readHead(modelName) {
      return newest(modelName, () => true);
    },
    async append(entry) {
      const entries = models.get(entry.modelName) ?? new Map<number, StoredEntry>();
      const winner = entries.get(entry.sequence);
      if (winner !== undefined && winner.hash !== entry.hash) {
        throw new LedgerConflict(
          `entry ${entry.sequence} of ${entry.modelName} is taken: read the head and decide again`,
        );
      }
      models.set(entry.modelName, entries.set(entry.sequence, storedEntry(entry)));
    },
    async readAt(modelName, time) {
      return newest(modelName, ({ event }) => event.at <= time);
    },
    async readFrom(modelName, sequence, limit) {
      return storedOf(modelName)
        .filter((stored) => parseStoredEntry(stored).sequence >= sequence)
        .slice(0, limit);
    },
  };
}
