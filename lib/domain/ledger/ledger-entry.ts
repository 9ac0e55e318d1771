import { z } from 'zod';
import { canonicalJson } from '../canonical-json.ts';
import { sha256Hex, sha256Schema } from '../content-hash.ts';
import { InvalidInput, problemText } from '../errors.ts';
import { problemsOf } from '../problems.ts';
import { milliseconds, type Timestamp, timestamp } from '../time.ts';
import { LedgerBroken } from './ledger-errors.ts';
import { type LedgerEvent, ledgerEventSchema } from './ledger-event.ts';
import { type LedgerState, ledgerStateSchema, unbornState } from './ledger-state.ts';
import { type Notice, noticeOf, noticeSchema } from './notice.ts';
import { transition } from './transition.ts';

/** The hash before the first entry. */
export const GENESIS_HASH = '0'.repeat(64);

/** One decision about one model, with everything that follows from it: audit trail, fence and notification in one item. */
export const ledgerEntrySchema = z.strictObject({
  schema: z.literal('ratchet.ledger-entry/1'),
  modelName: z.string().min(1).max(40),
  /** Counts up from 1 without gaps: the fencing token. */
  sequence: z.int().positive(),
  event: ledgerEventSchema,
  /** The complete state after the event. */
  state: ledgerStateSchema,
  /** What to tell people, sent at least once after the entry is written; null when there is nothing to say. */
  notice: noticeSchema.nullable(),
  previousHash: sha256Schema,
});

export type EntryContent = z.infer<typeof ledgerEntrySchema>;

/** An entry as it is stored: its canonical JSON and the SHA-256 of exactly that text. */
export interface StoredEntry {
  readonly text: string;
  readonly hash: string;
}

export interface LedgerEntry extends EntryContent {
  readonly hash: string;
}

/**
 * The entry that follows `head`, or the first one. Throws the `IllegalTransition` of a move that is refused, and
 * `InvalidInput` for what could not be read back: once written, that would block every later decision.
 */
export function nextEntry(modelName: string, head: LedgerEntry | null, event: LedgerEvent): LedgerEntry {
  if (head !== null && event.at <= head.event.at) {
    throw new RangeError(`'at' should be later than ${head.event.at}, the time of the newest entry, got ${event.at}`);
  }
  const state: LedgerState = transition(head?.state ?? unbornState, event);
  const sequence = (head?.sequence ?? 0) + 1;
  const notice: Notice | null = noticeOf(event, head?.state ?? unbornState);
  const previousHash = head?.hash ?? GENESIS_HASH;
  const content: EntryContent = {
    schema: 'ratchet.ledger-entry/1',
    modelName,
    sequence,
    event,
    state,
    notice,
    previousHash,
  };
  const parsed = ledgerEntrySchema.safeParse(content);
  if (!parsed.success) throw new InvalidInput('the ledger entry is wrong', problemsOf(parsed.error, content));
  return { ...content, hash: storedEntry(content).hash };
}

/** Time for the entry after `head`: now, but always later than the head, whatever clock wrote that. */
export function nextTime(head: LedgerEntry | null, now: Timestamp): Timestamp {
  if (head === null || head.event.at < now) return now;
  return timestamp(milliseconds(head.event.at) + 1);
}

export function storedEntry(entry: EntryContent): StoredEntry {
  const { schema, modelName, sequence, event, state, notice, previousHash } = entry;
  const text = canonicalJson({ schema, modelName, sequence, event, state, notice, previousHash });
  return { text, hash: sha256Hex(text) };
}

/** Reads an entry back. Throws `LedgerBroken` when text and hash do not belong together or the text is no entry. */
export function parseStoredEntry({ text, hash }: StoredEntry): LedgerEntry {
  if (sha256Hex(text) !== hash)
    throw new LedgerBroken(`an entry's text should have the hash ${hash}, got ${sha256Hex(text)}`);
  const input = parseText(text);
  const parsed = ledgerEntrySchema.safeParse(input);
  if (!parsed.success) {
    const problems = problemsOf(parsed.error, input).map(problemText);
    throw new LedgerBroken(`the entry with the hash ${hash} is not one: ${problems.join('; ')}`);
  }
  return { ...parsed.data, hash };
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LedgerBroken('an entry should be JSON', { cause });
  }
}
