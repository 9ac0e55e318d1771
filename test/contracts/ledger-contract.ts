import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../lib/domain/ledger/ledger.ts';
import { recordDecision } from '../../lib/domain/ledger/ledger.ts';
import { verifyLedger } from '../../lib/domain/ledger/ledger-chain.ts';
import { type LedgerEntry, nextEntry, storedEntry } from '../../lib/domain/ledger/ledger-entry.ts';
import { LedgerConflict } from '../../lib/domain/ledger/ledger-errors.ts';
import { bootstrapped, eventOf, inTurn, ledgerOf, MODEL, minute } from '../domain/ledger/ledger-samples.ts';
import { fakeClock } from '../in-memory/fake-clock.ts';

/** A ledger of so many entries, a minute apart. */
export function sampleEntries(count: number, modelName = MODEL): LedgerEntry[] {
  const turns = Array.from({ length: count - 1 }, (_, index) => eventOf(index % 2 === 0 ? 'paused' : 'resumed', {}));
  return ledgerOf(inTurn([bootstrapped(), ...turns]), modelName);
}

export async function appendAll(ledger: Ledger, entries: readonly LedgerEntry[]): Promise<void> {
  for (const entry of entries) await ledger.append(entry);
}

/** What every ledger promises. */
export function ledgerContract(name: string, setUp: () => Promise<Ledger>): void {
  describe(name, () => {
    test('a model without entries has no head', async () => {
      const ledger = await setUp();

      expect(await ledger.readHead(MODEL)).toBeNull();
      expect(await ledger.readAt(MODEL, minute(5))).toBeNull();
      expect(await ledger.readFrom(MODEL, 1, 10)).toEqual([]);
    });

    test('the head is the newest entry, whole', async () => {
      const ledger = await setUp();
      const entries = sampleEntries(12);

      await appendAll(ledger, entries);

      expect(await ledger.readHead(MODEL)).toEqual(entries.at(-1));
    });

    test('appending the same entry again changes nothing', async () => {
      const ledger = await setUp();
      const [first, second] = sampleEntries(2);
      if (!first || !second) throw new Error('two entries');

      await appendAll(ledger, [first, second, second]);

      expect(await ledger.readFrom(MODEL, 1, 10)).toEqual([storedEntry(first), storedEntry(second)]);
    });

    test('a sequence number that another entry has is refused, and the first one stays', async () => {
      const ledger = await setUp();
      const [first = null] = sampleEntries(1);
      const paused = nextEntry(MODEL, first, eventOf('paused', { at: minute(1) }));
      const skipped = nextEntry(MODEL, first, eventOf('skipped', { at: minute(1), code: 'Held: probation' }));
      if (first) await appendAll(ledger, [first, paused]);

      const late = ledger.append(skipped);

      await expect(late).rejects.toThrow(LedgerConflict);
      expect(await ledger.readHead(MODEL)).toEqual(paused);
    });

    test('of many writers at one sequence number exactly one wins', async () => {
      const ledger = await setUp();
      const [first = null] = sampleEntries(1);
      if (first) await ledger.append(first);
      const rivals = Array.from({ length: 8 }, (_, index) =>
        nextEntry(MODEL, first, eventOf('skipped', { at: minute(1), code: `writer ${index}` })),
      );

      const outcomes = await Promise.allSettled(rivals.map((rival) => ledger.append(rival)));

      const losses = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
      expect(losses).toHaveLength(7);
      expect(losses.every((reason) => reason instanceof LedgerConflict)).toBe(true);
      const winner = rivals[outcomes.findIndex(({ status }) => status === 'fulfilled')];
      expect(await ledger.readHead(MODEL)).toEqual(winner);
    });

    test('decisions made at the same time all get recorded, one after another', async () => {
      const ledger = await setUp();
      const clock = fakeClock(minute(1));
      await appendAll(ledger, sampleEntries(1));

      const skip = (code: string) =>
        recordDecision(ledger, clock, MODEL, (_, at) => eventOf('skipped', { at, code: `${code}` }));
      await Promise.all([skip('one'), skip('two'), skip('three')]);

      const entries = verifyLedger(MODEL, await ledger.readFrom(MODEL, 1, 100));
      expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    });

    test('the entry at a time is the newest that is not later', async () => {
      const ledger = await setUp();
      const entries = sampleEntries(12);
      await appendAll(ledger, entries);

      expect(await ledger.readAt(MODEL, '2026-01-04T23:59:59.999Z')).toBeNull();
      expect(await ledger.readAt(MODEL, minute(0))).toEqual(entries[0]);
      expect(await ledger.readAt(MODEL, '2026-01-05T00:03:59.999Z')).toEqual(entries[3]);
      expect(await ledger.readAt(MODEL, minute(4))).toEqual(entries[4]);
      expect(await ledger.readAt(MODEL, minute(9999))).toEqual(entries[11]);
    });

    test('entries come back in order from a sequence number on, no more than asked for', async () => {
      const ledger = await setUp();
      const stored = sampleEntries(12).map(storedEntry);
      await appendAll(ledger, sampleEntries(12));

      expect(await ledger.readFrom(MODEL, 1, 1000)).toEqual(stored);
      expect(await ledger.readFrom(MODEL, 9, 1000)).toEqual(stored.slice(8));
      expect(await ledger.readFrom(MODEL, 2, 3)).toEqual(stored.slice(1, 4));
      expect(await ledger.readFrom(MODEL, 13, 3)).toEqual([]);
    });

    test('what comes back verifies as a whole ledger', async () => {
      const ledger = await setUp();
      const entries = sampleEntries(12);
      await appendAll(ledger, entries);

      expect(verifyLedger(MODEL, await ledger.readFrom(MODEL, 1, 1000))).toEqual(entries);
    });

    test('models do not see each other', async () => {
      const ledger = await setUp();
      const other = sampleEntries(3, 'churn-2');
      await appendAll(ledger, sampleEntries(2));
      await appendAll(ledger, other);

      expect((await ledger.readHead(MODEL))?.sequence).toBe(2);
      expect(await ledger.readHead('churn-2')).toEqual(other[2]);
      expect(await ledger.readFrom('churn-2', 1, 10)).toHaveLength(3);
    });
  });
}
