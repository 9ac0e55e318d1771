import { canonicalJson } from '../canonical-json.ts';
import { GENESIS_HASH, type LedgerEntry, nextEntry, parseStoredEntry, type StoredEntry } from './ledger-entry.ts';
import { LedgerBroken } from './ledger-errors.ts';

/**
 * Checks a whole ledger, oldest entry first, and returns its entries: each has its own hash, follows the one before it
 * in sequence, time and hash, and is the very entry that its event leads to. Throws `LedgerBroken` at the first that is not.
 */
export function verifyLedger(modelName: string, stored: readonly StoredEntry[]): LedgerEntry[] {
  return stored.reduce<LedgerEntry[]>((entries, next) => {
    entries.push(verifyNext(modelName, entries.at(-1) ?? null, next));
    return entries;
  }, []);
}

function verifyNext(modelName: string, previous: LedgerEntry | null, stored: StoredEntry): LedgerEntry {
  const entry = parseStoredEntry(stored);
  const fault = linkFault(modelName, previous, entry);
  if (fault !== null) throw new LedgerBroken(`entry ${entry.sequence} of ${modelName} ${fault}`);
  return entry;
}

function linkFault(modelName: string, previous: LedgerEntry | null, entry: LedgerEntry): string | null {
  const sequence = (previous?.sequence ?? 0) + 1;
  if (entry.modelName !== modelName) return `is about ${entry.modelName}`;
  if (entry.sequence !== sequence) return `stands where entry ${sequence} should`;
  if (entry.previousHash !== (previous?.hash ?? GENESIS_HASH)) return 'does not carry the hash of the entry before it';
  return derivationFault(previous, entry);
}

function derivationFault(previous: LedgerEntry | null, entry: LedgerEntry): string | null {
  try {
    const derived = nextEntry(entry.modelName, previous, entry.event);
    return canonicalJson(derived) === canonicalJson(entry) ? null : 'does not carry the state that its event leads to';
  } catch (cause) {
    return `records a move that is refused: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}
