import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../lib/domain/canonical-json.ts';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import { InvalidInput } from '../../../lib/domain/errors.ts';
import {
  GENESIS_HASH,
  type LedgerEntry,
  ledgerEntrySchema,
  nextEntry,
  nextTime,
  parseStoredEntry,
  storedEntry,
} from '../../../lib/domain/ledger/ledger-entry.ts';
import { LedgerBroken, NotBootstrapped } from '../../../lib/domain/ledger/ledger-errors.ts';
import { type Timestamp, timestamp } from '../../../lib/domain/time.ts';
import { acceptedEvents } from './ledger-histories.ts';
import {
  BASELINE,
  bootstrapped,
  CODE_RELEASE,
  canaryOf,
  eventOf,
  FIRST,
  inTurn,
  ledgerOf,
  MODEL,
  minute,
  NEW_CODE,
  releasing,
  rolledBack,
  SECOND,
  stateAfter,
} from './ledger-samples.ts';

const first = nextEntry(MODEL, null, bootstrapped());
const paused = (details: object = {}) => ({ ...eventOf('paused', { at: minute(1) }), ...details });

describe('the next entry', () => {
  test('after nothing is number one, on the hash before all hashes', () => {
    expect(first).toMatchObject({ modelName: MODEL, sequence: 1, previousHash: GENESIS_HASH });
    expect(first.state).toEqual(stateAfter(bootstrapped()));
    expect(first.notice?.detailType).toBe('Model Born');
  });

  test('follows the head in number and hash, with the state that its event leads to', () => {
    const second = nextEntry(MODEL, first, paused());

    expect(second).toMatchObject({ sequence: 2, previousHash: first.hash, event: paused() });
    expect(second.state).toEqual({ ...first.state, paused: true });
  });

  test('is refused as its event is', () => {
    expect(() => nextEntry(MODEL, null, paused())).toThrow(NotBootstrapped);
  });

  test.each([
    ['earlier', '2026-01-04T23:59:59.999Z'],
    ['at the same time', minute(0)],
  ])('is never %s', (_, at) => {
    expect(() => nextEntry(MODEL, first, paused({ at }))).toThrow(RangeError);
    expect(nextEntry(MODEL, first, paused({ at: '2026-01-05T00:00:00.001Z' })).sequence).toBe(2);
  });

  test.each([
    ['a reason too long to be read back', { reason: 'x'.repeat(1001) }, "'event.reason' should be at most 1000"],
    ['an actor without a name', { actor: { kind: 'cli', id: '' } }, "'event.actor.id' should be at least 1"],
    ['a field of nobody', { colour: 'red' }, "'event.colour' should not be there"],
  ])('is never written with %s', (_, details, message) => {
    expect(() => nextEntry(MODEL, first, paused(details))).toThrow(InvalidInput);
    expect(() => nextEntry(MODEL, first, paused(details))).toThrow(message);
  });

  test('is of a model with a name, and not too long a one', () => {
    expect(nextEntry('x'.repeat(40), null, bootstrapped()).sequence).toBe(1);
    for (const name of ['', 'x'.repeat(41)]) expect(() => nextEntry(name, null, bootstrapped())).toThrow("'modelName'");
  });

  test('is an entry that can be read back, after any history', () => {
    fc.assert(
      fc.property(acceptedEvents, (events) => {
        for (const entry of ledgerOf(events)) {
          const { hash, ...content } = entry;
          expect(ledgerEntrySchema.parse(content)).toEqual(content);
          expect(parseStoredEntry(storedEntry(entry))).toEqual(entry);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** The paths of all objects in a value. */
function objectPaths(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, member]) => objectPaths(member, [...path, key]));
  return Array.isArray(value) ? inner : [[...path], ...inner];
}

/** A copy of a value with a field more in the object at a path. */
function withStray(value: unknown, path: readonly string[]): unknown {
  const copy = structuredClone(value);
  const place = path.reduce<unknown>((inner, key) => Reflect.get(inner as object, key), copy);
  Reflect.set(place as object, 'stray', 1);
  return copy;
}

test('an entry has no field that nobody reads, however deep', () => {
  const onNewCode = { ...FIRST, functionVersion: '5', ...NEW_CODE };
  const forced = { grounds: { kind: 'forced', reason: 'it leaks' } } as const;
  const entries = ledgerOf(
    inTurn([
      bootstrapped(),
      ...releasing(FIRST, BASELINE),
      ...canaryOf(onNewCode, FIRST, CODE_RELEASE),
      rolledBack('alarm'),
      ...canaryOf(SECOND, FIRST, forced),
    ]),
  );

  const accepted = entries.flatMap(({ hash, ...content }) =>
    objectPaths(content)
      .filter((path) => ledgerEntrySchema.safeParse(withStray(content, path)).success)
      .map((path) => `${content.sequence}: ${path.join('.')}`),
  );

  expect(entries.map(({ hash, ...content }) => ledgerEntrySchema.safeParse(content).success)).not.toContain(false);
  expect(accepted).toEqual([]);
});

/** A ledger written by somebody whose clock showed these times. */
function writtenAt(clock: readonly Timestamp[]): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (const now of clock) {
    const head = entries.at(-1) ?? null;
    const at = nextTime(head, now);
    const type = head?.state.paused ? 'resumed' : 'paused';
    entries.push(nextEntry(MODEL, head, head === null ? { ...bootstrapped(), at } : eventOf(type, { at })));
  }
  return entries;
}

describe('time', () => {
  const at = (text: string) => nextEntry(MODEL, null, { ...bootstrapped(), at: text });

  test('is now when the head is older', () => {
    expect(nextTime(null, minute(5))).toBe(minute(5));
    expect(nextTime(at('2026-01-05T00:04:59.999Z'), minute(5))).toBe(minute(5));
  });

  test.each([
    ['stands still', minute(5)],
    ['went back by a minute', minute(4)],
    ['went back by a year', '2025-01-05T00:00:00.000Z'],
  ])('goes on by a millisecond when the clock %s', (_, now) => {
    expect(nextTime(at(minute(5)), now)).toBe('2026-01-05T00:05:00.001Z');
  });

  test('always increases, whatever the clocks say', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4_102_444_800_000 }).map(timestamp), { minLength: 2 }),
        (clock) => {
          const entries = writtenAt(clock);

          const times = entries.map(({ event }) => event.at);
          expect(times).toEqual([...new Set(times)].toSorted());
        },
      ),
    );
  });
});

describe('a stored entry', () => {
  const entries = ledgerOf(inTurn([bootstrapped(), ...canaryOf(FIRST, BASELINE)]));

  test('is canonical JSON with the SHA-256 of exactly that text', () => {
    for (const entry of entries) {
      const { hash, ...content } = entry;
      expect(storedEntry(entry)).toEqual({ text: canonicalJson(content), hash });
      expect(sha256Hex(canonicalJson(content))).toBe(hash);
    }
  });

  test('is read back as it was', () => {
    expect(entries.map(storedEntry).map(parseStoredEntry)).toEqual(entries);
  });

  test('is not read when its hash is that of another text', () => {
    const { text } = storedEntry(first);
    const stored = { text: text.replace('0.0.0', '0.0.1'), hash: first.hash };

    expect(() => parseStoredEntry(stored)).toThrow(LedgerBroken);
    expect(() => parseStoredEntry(stored)).toThrow(first.hash);
  });

  test.each([
    ['is no JSON', '{"schema":', 'an entry should be JSON'],
    ['is empty', '', 'an entry should be JSON'],
    ['is something else', '[]', 'is not one'],
    ['has another schema', canonicalJson({ ...first, schema: 'ratchet.ledger-entry/2' }), "'schema'"],
    ['has the number nought', canonicalJson({ ...first, sequence: 0 }), "'sequence'"],
  ])('is not read when its text %s, even with the right hash', (_, text, message) => {
    expect(() => parseStoredEntry({ text, hash: sha256Hex(text) })).toThrow(LedgerBroken);
    expect(() => parseStoredEntry({ text, hash: sha256Hex(text) })).toThrow(message);
  });
});
