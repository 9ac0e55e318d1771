import { GENESIS_HASH, type LedgerEntry, nextEntry, parseStoredEntry, type StoredEntry } from './ledger-entry.ts';
import { LedgerBroken } from './ledger-errors.ts';

/** How far a ledger can be followed. */
export interface LedgerChain {
  /** Verified entries, oldest first; all of them where there is no fault. */
  readonly entries: readonly LedgerEntry[];
  /** What is wrong with the entry after them; null where nothing is. */
  readonly fault: LedgerBroken | null;
}

/**
 * Follows a ledger, oldest entry first, as far as each entry has its own hash, follows the one before it in sequence,
 * time and hash, and is the very entry that its event leads to. That nothing was cut off at the end, no ledger can show.
 */
export function followChain(modelName: string, stored: readonly StoredEntry[]): LedgerChain {
  const entries: LedgerEntry[] = [];
  try {
    for (const next of stored) entries.push(verifyNext(modelName, entries.at(-1) ?? null, next));
    return { entries, fault: null };
  } catch (error) {
    if (!(error instanceof LedgerBroken)) throw error;
    return { entries, fault: error };
  }
}

/** The entries of a whole ledger, oldest first. Throws `LedgerBroken` at the first that is not as it should be. */
export function verifyLedger(modelName: string, stored: readonly StoredEntry[]): LedgerEntry[] {
  const { entries, fault } = followChain(modelName, stored);
  if (fault !== null) throw fault;
  return [...entries];
}

function verifyNext(modelName: string, previous: LedgerEntry | null, stored: StoredEntry): LedgerEntry {
  const entry = readNext(modelName, previous, stored);
  const fault = linkFault(modelName, previous, entry);
  if (fault !== null) throw new LedgerBroken(`entry ${entry.sequence} of ${modelName} ${fault}`);
  return entry;
}

/** Says of an entry that cannot be read which one it should be. */
function readNext(modelName: string, previous: LedgerEntry | null, stored: StoredEntry): LedgerEntry {
  try {
    return parseStoredEntry(stored);
  } catch (cause) {
    if (!(cause instanceof LedgerBroken)) throw cause;
    throw new LedgerBroken(`entry ${(previous?.sequence ?? 0) + 1} of ${modelName}: ${cause.message}`, { cause });
  }
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
    // the hash is over the whole canonical text
    return derived.hash === entry.hash ? null : 'does not carry the state that its event leads to';
  } catch (cause) {
    return `records a move that is refused: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}
