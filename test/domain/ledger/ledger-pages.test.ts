import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../../lib/domain/ledger/ledger.ts';
import { storedEntry } from '../../../lib/domain/ledger/ledger-entry.ts';
import { LedgerBroken } from '../../../lib/domain/ledger/ledger-errors.ts';
import { findNewest, readAll, readEntriesSince } from '../../../lib/domain/ledger/ledger-pages.ts';
import { filledLedger, headOf } from '../../in-memory/filled-ledger.ts';
import { inMemoryLedger } from '../../in-memory/in-memory-ledger.ts';
import { bootstrapped, eventOf, ledgerOf, MODEL, minute } from './ledger-samples.ts';

/** The birth, then an entry a minute. */
const events = (count: number) => [
  bootstrapped(),
  ...Array.from({ length: count - 1 }, (_, index) => eventOf('reconciled', { at: minute(index + 1), found: '' })),
];

/** A ledger that counts what is read, page by page. */
function watched(ledger: Ledger) {
  const pages: [from: number, limit: number][] = [];
  const readFrom: Ledger['readFrom'] = (modelName, sequence, limit) => {
    pages.push([sequence, limit]);
    return ledger.readFrom(modelName, sequence, limit);
  };
  return { ledger: { ...ledger, readFrom }, pages };
}

const sequences = (entries: readonly { sequence: number }[]) => entries.map(({ sequence }) => sequence);
const count = (length: number, first = 1) => Array.from({ length }, (_, index) => first + index);

describe('a whole ledger', () => {
  test.each([1, 2, 99, 100, 101, 200, 201, 250])('of %i entries is read in order', async (length) => {
    const ledger = await filledLedger(events(length));

    const entries = await readAll(ledger, MODEL, await headOf(ledger));

    expect(sequences(entries)).toEqual(count(length));
  });

  test('has no entry before the first', async () => {
    expect(await readAll(inMemoryLedger(), MODEL, null)).toEqual([]);
  });

  test('ends with the head that was asked for, whatever was appended since', async () => {
    const ledger = await filledLedger(events(5));
    const head = await ledger.readAt(MODEL, minute(2));

    expect(sequences(await readAll(ledger, MODEL, head))).toEqual([1, 2, 3]);
  });
});

describe('the entries since a time', () => {
  test.each([
    [0, count(5)],
    [1, [2, 3, 4, 5]],
    [4, [5]],
    [5, []],
  ])('minute %i are those at that time or later', async (time, expected) => {
    const ledger = await filledLedger(events(5));

    expect(sequences(await readEntriesSince(ledger, MODEL, await headOf(ledger), minute(time)))).toEqual(expected);
  });

  test('are read without what lies far before them', async () => {
    const { ledger, pages } = watched(await filledLedger(events(250)));

    const entries = await readEntriesSince(ledger, MODEL, await headOf(ledger), minute(149));

    expect(sequences(entries)).toEqual(count(101, 150));
    expect(pages).toEqual([
      [151, 100],
      [51, 100],
    ]);
  });

  test('end with a page whose oldest entry is just too old', async () => {
    const { ledger, pages } = watched(await filledLedger(events(250)));

    await readEntriesSince(ledger, MODEL, await headOf(ledger), minute(151));

    expect(pages).toEqual([[151, 100]]);
  });
});

describe('the newest entry that fits', () => {
  test('is found where there are several, and nothing before it is read', async () => {
    const { ledger, pages } = watched(await filledLedger(events(250)));
    const head = await headOf(ledger);

    const found = await findNewest(ledger, MODEL, head, ({ sequence }) => sequence % 100 === 0);

    expect(found?.sequence).toBe(200);
    expect(pages).toHaveLength(1);
  });

  test('may be the very first', async () => {
    const ledger = await filledLedger(events(250));
    const found = await findNewest(ledger, MODEL, await headOf(ledger), ({ event }) => event.type === 'bootstrapped');

    expect(found?.sequence).toBe(1);
  });

  test('may be none', async () => {
    const ledger = await filledLedger(events(3));

    expect(await findNewest(ledger, MODEL, await headOf(ledger), () => false)).toBeNull();
    expect(await findNewest(ledger, MODEL, null, () => true)).toBeNull();
  });
});

describe('a ledger is broken', () => {
  const entries = ledgerOf(events(150));
  const head = entries.at(-1) ?? null;
  const reading = (change: (stored: ReturnType<typeof storedEntry>[]) => unknown) => {
    const stored = entries.map(storedEntry);
    change(stored);
    const readFrom: Ledger['readFrom'] = async (_, sequence, limit) => stored.slice(sequence - 1, sequence - 1 + limit);
    return readAll({ ...inMemoryLedger(), readFrom }, MODEL, head);
  };

  test('not by being read', async () => {
    expect(await reading(() => undefined)).toHaveLength(150);
  });

  test('where an entry is missing', async () => {
    await expect(reading((stored) => stored.splice(119, 1))).rejects.toThrow(LedgerBroken);
  });

  test('where the text of an entry was changed', async () => {
    const changed = {
      text: storedEntry(entries[9] as never).text.replace('it was time', 'it was not'),
      hash: entries[9]?.hash ?? '',
    };
    await expect(reading((stored) => stored.splice(9, 1, changed))).rejects.toThrow(LedgerBroken);
  });

  test.each([10, 50, 149])('where entry %i is another one, although a whole one', async (sequence) => {
    const others = ledgerOf([
      bootstrapped(),
      ...events(150)
        .slice(1)
        .map((event) => ({ ...event, reason: 'forged' })),
    ]);
    const forged = storedEntry(others[sequence - 1] as never);

    await expect(reading((stored) => stored.splice(sequence - 1, 1, forged))).rejects.toThrow(
      `entry ${sequence} of churn should have the hash ${entries[sequence - 1]?.hash}`,
    );
  });

  test('where the newest one is not the head that was read', async () => {
    const [birth] = entries;
    const ledger = await filledLedger([bootstrapped(), eventOf('reconciled', { at: minute(1), found: 'else' })]);

    await expect(readAll(ledger, MODEL, entries[1] ?? null)).rejects.toThrow(LedgerBroken);
    expect(await readAll(ledger, MODEL, birth ?? null)).toEqual([birth]);
  });
});
