import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../lib/domain/canonical-json.ts';
import { sha256Hex } from '../../../lib/domain/content-hash.ts';
import { verifyLedger } from '../../../lib/domain/ledger/ledger-chain.ts';
import {
  type EntryContent,
  type LedgerEntry,
  type StoredEntry,
  storedEntry,
} from '../../../lib/domain/ledger/ledger-entry.ts';
import { LedgerBroken } from '../../../lib/domain/ledger/ledger-errors.ts';
import { acceptedEvents } from './ledger-histories.ts';
import {
  BASELINE,
  bootstrapped,
  canaryOf,
  eventOf,
  FIRST,
  inTurn,
  ledgerOf,
  MODEL,
  minute,
  promoted,
  SECOND,
} from './ledger-samples.ts';

const entries = ledgerOf(inTurn([bootstrapped(), ...canaryOf(FIRST, BASELINE), promoted()]));
const stored = entries.map(storedEntry);

function expectBroken(ledger: readonly StoredEntry[], message?: string): void {
  expect(() => verifyLedger(MODEL, ledger)).toThrow(LedgerBroken);
  if (message !== undefined) expect(() => verifyLedger(MODEL, ledger)).toThrow(message);
}

/** The text with one bit of one of its bytes the other way round. */
function flipped(text: string, byte: number, bit: number): string {
  const bytes = Buffer.from(text);
  bytes.writeUInt8(bytes.readUInt8(byte) ^ (1 << bit), byte);
  return bytes.toString();
}

/** Puts an entry in the place of another and gives it, and all after it, hashes that fit. */
function forged(change: (entry: LedgerEntry) => EntryContent, place: number): StoredEntry[] {
  return entries.reduce<StoredEntry[]>((ledger, entry, index) => {
    const previousHash = ledger.at(-1)?.hash ?? entry.previousHash;
    ledger.push(storedEntry({ ...(index === place ? change(entry) : entry), previousHash }));
    return ledger;
  }, []);
}

describe('an untouched ledger', () => {
  test('is returned, oldest entry first', () => {
    expect(verifyLedger(MODEL, stored)).toEqual(entries);
    expect(verifyLedger(MODEL, [])).toEqual([]);
  });

  test('is in order after any history', () => {
    fc.assert(
      fc.property(acceptedEvents, (events) => {
        const ledger = ledgerOf(events);
        expect(verifyLedger(MODEL, ledger.map(storedEntry))).toEqual(ledger);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a flipped bit', () => {
  const short = ledgerOf(inTurn([bootstrapped(), eventOf('paused', {}), eventOf('resumed', {})])).map(storedEntry);

  test('in any byte of any text is found', () => {
    const survivors: string[] = [];
    short.forEach((entry, place) => {
      for (let byte = 0; byte < Buffer.byteLength(entry.text); byte += 1) {
        const text = flipped(entry.text, byte, byte % 8);
        if (isWhole(short.with(place, { ...entry, text }))) survivors.push(`byte ${byte} of entry ${place + 1}`);
      }
    });

    expect(survivors).toEqual([]);
  });

  test('in any byte of any hash is found', () => {
    const survivors: string[] = [];
    short.forEach((entry, place) => {
      for (let bit = 0; bit < 8 * 64; bit += 1) {
        const hash = flipped(entry.hash, bit >> 3, bit % 8);
        if (isWhole(short.with(place, { ...entry, hash }))) survivors.push(`bit ${bit} of the hash of ${place + 1}`);
      }
    });

    expect(survivors).toEqual([]);
  });

  test('anywhere in any ledger is found', () => {
    fc.assert(
      fc.property(
        acceptedEvents,
        fc.nat(),
        fc.nat(),
        fc.nat({ max: 7 }),
        fc.boolean(),
        (events, where, at, bit, inHash) => {
          const ledger = ledgerOf(events).map(storedEntry);
          const place = where % ledger.length;
          const { text, hash } = ledger[place] ?? { text: '', hash: '' };
          const byte = at % Buffer.byteLength(inHash ? hash : text);

          const entry = inHash ? { text, hash: flipped(hash, byte, bit) } : { text: flipped(text, byte, bit), hash };

          expectBroken(ledger.with(place, entry));
        },
      ),
      { numRuns: 50 },
    );
  });

  function isWhole(ledger: readonly StoredEntry[]): boolean {
    try {
      verifyLedger(MODEL, ledger);
      return true;
    } catch (error) {
      if (error instanceof LedgerBroken) return false;
      throw error;
    }
  }
});

describe('entries that are missing or out of place', () => {
  test.each(stored.map((_, index) => index).slice(0, -1))('are found when entry %# is gone', (index) => {
    expectBroken(stored.toSpliced(index, 1), `stands where entry ${index + 1} should`);
  });

  test('are found when the first ones are gone', () => {
    for (let gone = 1; gone < stored.length; gone += 1) expectBroken(stored.slice(gone), 'stands where entry 1 should');
  });

  test.each(stored.map((_, index) => index))('are found when entry %# is there twice', (index) => {
    expectBroken(stored.toSpliced(index, 0, ...stored.slice(index, index + 1)), 'stands where');
  });

  test('are found in any other order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(stored, { minLength: stored.length }), (shuffled) => {
        fc.pre(shuffled.some((entry, index) => entry !== stored[index]));
        expectBroken(shuffled);
      }),
    );
  });

  test('are found when they are those of another model', () => {
    const others = ledgerOf(inTurn([bootstrapped()]), 'another').map(storedEntry);

    expectBroken(others, 'entry 1 of churn is about another');
    expect(verifyLedger('another', others)).toHaveLength(1);
  });
});

describe('a forged entry with hashes that fit', () => {
  test('is no forgery when nothing was changed', () => {
    expect(forged((entry) => entry, 2)).toEqual(stored);
  });

  test('is found when its state does not follow from its event', () => {
    for (const [place, { state }] of entries.entries()) {
      const other = { ...state, paused: true };
      expectBroken(
        forged((entry) => ({ ...entry, state: other }), place),
        'does not carry the state that its event leads to',
      );
    }
  });

  test('is found when it tells people something else', () => {
    expectBroken(
      forged((entry) => ({ ...entry, notice: null }), 6),
      'entry 7 of churn does not carry',
    );
  });

  test.each([
    ['a release that never was', eventOf('published', { release: SECOND, at: minute(3) }), 'function version 2 is'],
    ['a promotion without numbers', promoted({ at: minute(3) }), 'records a move that is refused'],
    ['an entry as old as the one before', eventOf('paused', { at: minute(2) }), 'should be later than'],
  ])('is found when it is %s', (_, event, message) => {
    expectBroken(
      forged((entry) => ({ ...entry, event }), 3),
      message,
    );
  });

  test('is found when it does not continue the chain', () => {
    const strange = entries.map((entry, index) =>
      storedEntry(index === 3 ? { ...entry, previousHash: 'a'.repeat(64) } : entry),
    );

    expectBroken(strange, 'entry 4 of churn does not carry the hash of the entry before it');
  });

  test('is found when the whole chain starts elsewhere', () => {
    const [first] = entries;
    if (first === undefined) throw new Error('the sample ledger is empty');

    expectBroken(
      [storedEntry({ ...first, previousHash: sha256Hex('elsewhere') })],
      'entry 1 of churn does not carry the hash',
    );
  });

  test('is found when its text is not canonical', () => {
    const [first] = stored;
    const text = ` ${first?.text}`;

    expectBroken([{ text, hash: sha256Hex(text) }]);
    expect(canonicalJson(JSON.parse(text))).toBe(first?.text);
  });
});
