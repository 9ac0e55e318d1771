import type { Ledger } from '../../lib/domain/ledger/ledger.ts';
import {
  type LedgerEntry,
  parseStoredEntry,
  type StoredEntry,
  storedEntry,
} from '../../lib/domain/ledger/ledger-entry.ts';
import { LedgerConflict } from '../../lib/domain/ledger/ledger-errors.ts';

/** An item as a table would keep it, and what it reads back as. */
interface Kept {
  readonly stored: StoredEntry;
  readonly entry: LedgerEntry;
}

/** A ledger that lives as long as the test. It keeps the same text that a table would, and checks it when it is put. */
export function inMemoryLedger(): Ledger {
  const models = new Map<string, Map<number, Kept>>();
  const keptOf = (modelName: string): Kept[] => {
    const kept = [...(models.get(modelName) ?? [])];
    return kept.sort(([one], [other]) => one - other).map(([, item]) => item);
  };

  return {
    async readHead(modelName) {
      return keptOf(modelName).at(-1)?.entry ?? null;
    },
    async append(entry) {
      const kept = models.get(entry.modelName) ?? new Map<number, Kept>();
      const winner = kept.get(entry.sequence);
      if (winner !== undefined && winner.stored.hash !== entry.hash) {
        throw new LedgerConflict(
          `entry ${entry.sequence} of ${entry.modelName} is taken: read the head and decide again`,
        );
      }
      models.set(entry.modelName, kept.set(entry.sequence, keep(entry)));
    },
    async readAt(modelName, time) {
      return keptOf(modelName).findLast(({ entry: { event } }) => event.at <= time)?.entry ?? null;
    },
    async readFrom(modelName, sequence, limit) {
      return keptOf(modelName)
        .filter(({ entry }) => entry.sequence >= sequence)
        .slice(0, limit)
        .map(({ stored }) => stored);
    },
  };
}

/** Most entries that are known by their hash; a proof plays the same beginnings thousands of times. */
const MOST_KNOWN = 20_000;
const byHash = new Map<string, Kept>();
const known = new WeakMap<LedgerEntry, Kept>();

/** Reading back costs more than all the rest, so what was put before is not read again. */
function keep(entry: LedgerEntry): Kept {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const stored = storedEntry(entry);
  const kept = byHash.get(stored.hash) ?? { stored, entry: parseStoredEntry(stored) };
  if (byHash.size >= MOST_KNOWN) byHash.clear();
  byHash.set(stored.hash, kept);
  known.set(entry, kept);
  return kept;
}
