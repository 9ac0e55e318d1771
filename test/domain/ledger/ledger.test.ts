import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decide, type Ledger, recordDecision } from '../../../lib/domain/ledger/ledger.ts';
import { verifyLedger } from '../../../lib/domain/ledger/ledger-chain.ts';
import { type LedgerEntry, nextEntry } from '../../../lib/domain/ledger/ledger-entry.ts';
import { AlreadyPaused, LedgerConflict } from '../../../lib/domain/ledger/ledger-errors.ts';
import { timestamp } from '../../../lib/domain/time.ts';
import { inMemoryLedger } from '../../in-memory/in-memory-ledger.ts';
import { acquired, BASELINE, bootstrapped, clockAt, eventOf, FIRST, MODEL, minute } from './ledger-samples.ts';

const birth = nextEntry(MODEL, null, bootstrapped());
const CLOCK = clockAt(minute(10));
const pause: Decide = (_, at) => eventOf('paused', { at });
const note =
  (found: string): Decide =>
  (_, at) =>
    eventOf('reconciled', { at, found });

async function bornLedger(): Promise<Ledger> {
  const ledger = inMemoryLedger();
  await ledger.append(birth);
  return ledger;
}

/** A ledger in which somebody else writes first, so many times. */
function contended(ledger: Ledger, losses: number): Ledger {
  let left = losses;
  const append = async (entry: LedgerEntry) => {
    if (left > 0) {
      left -= 1;
      const head = await ledger.readHead(MODEL);
      const found = `faster writer, ${left} to come`;
      await ledger.append(nextEntry(MODEL, head, eventOf('reconciled', { at: entry.event.at, found })));
    }
    return ledger.append(entry);
  };
  return { ...ledger, append };
}

describe('two entries with one sequence number', () => {
  const one = nextEntry(MODEL, birth, eventOf('paused', { at: minute(1) }));
  const other = nextEntry(MODEL, birth, eventOf('reconciled', { at: minute(1), found: '' }));

  test('are one too many: the first is kept, the second is a conflict', async () => {
    const ledger = await bornLedger();

    const results = await Promise.allSettled([ledger.append(one), ledger.append(other)]);

    expect(results).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: expect.any(LedgerConflict) },
    ]);
    expect(await ledger.readHead(MODEL)).toEqual(one);
  });

  test('are no conflict when they are the same: an answer was lost, not a race', async () => {
    const ledger = await bornLedger();

    await ledger.append(one);
    await ledger.append(one);

    expect(await ledger.readFrom(MODEL, 1, 10)).toHaveLength(2);
  });
});

describe('a decision', () => {
  test('is written as the entry after the head', async () => {
    const ledger = await bornLedger();

    const entry = await recordDecision(ledger, CLOCK, MODEL, pause);

    expect(entry).toMatchObject({ sequence: 2, previousHash: birth.hash, event: { type: 'paused', at: minute(10) } });
    expect(await ledger.readHead(MODEL)).toEqual(entry);
  });

  test('can be the first', async () => {
    const entry = await recordDecision(inMemoryLedger(), CLOCK, MODEL, (head, at) => {
      expect(head).toBeNull();
      return { ...bootstrapped(), at };
    });

    expect(entry?.sequence).toBe(1);
  });

  test('can be that there is nothing to write', async () => {
    const ledger = await bornLedger();

    expect(await recordDecision(ledger, CLOCK, MODEL, () => null)).toBeNull();
    expect(await ledger.readHead(MODEL)).toEqual(birth);
  });

  test('is made later than the head, even when the clock went back', async () => {
    const ledger = await bornLedger();

    const entry = await recordDecision(ledger, clockAt('2020-01-01T00:00:00.000Z'), MODEL, pause);

    expect(entry?.event.at).toBe('2026-01-05T00:00:00.001Z');
  });

  test('is made again on the new head when somebody was faster', async () => {
    const ledger = await bornLedger();
    const heads: (number | undefined)[] = [];

    const entry = await recordDecision(contended(ledger, 2), CLOCK, MODEL, async (head, at) => {
      heads.push(head?.sequence);
      return eventOf('paused', { at });
    });

    expect(heads).toEqual([1, 2, 3]);
    expect(entry).toMatchObject({ sequence: 4, event: { at: '2026-01-05T00:10:00.002Z' } });
    expect(verifyLedger(MODEL, await ledger.readFrom(MODEL, 1, 10))).toHaveLength(4);
  });

  test('can turn out to be unnecessary on the new head', async () => {
    const ledger = await bornLedger();
    const onlyFirst: Decide = (head, at) => (head?.sequence === 1 ? eventOf('paused', { at }) : null);

    expect(await recordDecision(contended(ledger, 1), CLOCK, MODEL, onlyFirst)).toBeNull();
    expect(await ledger.readHead(MODEL)).toMatchObject({ sequence: 2, event: { type: 'reconciled' } });
  });

  test('is given up after eight lost races, and not before', async () => {
    const patient = recordDecision(contended(await bornLedger(), 7), CLOCK, MODEL, pause);
    const hopeless = recordDecision(contended(await bornLedger(), 8), CLOCK, MODEL, pause);

    expect(await patient).toMatchObject({ sequence: 9 });
    await expect(hopeless).rejects.toThrow(LedgerConflict);
  });

  test('that is refused is not tried again', async () => {
    const ledger = await bornLedger();
    await recordDecision(ledger, CLOCK, MODEL, pause);
    let attempts = 0;

    const refused = recordDecision(ledger, CLOCK, MODEL, (_, at) => {
      attempts += 1;
      return eventOf('paused', { at });
    });

    await expect(refused).rejects.toThrow(AlreadyPaused);
    expect(attempts).toBe(1);
  });

  test('that could not be written for another reason is not tried again', async () => {
    const broken: Ledger = { ...(await bornLedger()), append: () => Promise.reject(new Error('the table is gone')) };

    await expect(recordDecision(broken, CLOCK, MODEL, pause)).rejects.toThrow('the table is gone');
  });
});

describe('many writers', () => {
  /** The same ledger, each of whose answers comes when the scheduler says so. */
  function interleaved(ledger: Ledger, scheduler: fc.Scheduler): Ledger {
    const turn = () => scheduler.schedule(Promise.resolve());
    return {
      readHead: (modelName) => turn().then(() => ledger.readHead(modelName)),
      append: (entry) => turn().then(() => ledger.append(entry)),
      readAt: (modelName, time) => turn().then(() => ledger.readAt(modelName, time)),
      readFrom: (modelName, sequence, limit) => turn().then(() => ledger.readFrom(modelName, sequence, limit)),
    };
  }

  const clocks = fc.array(fc.integer({ min: 0, max: 10_000_000_000_000 }).map(timestamp), {
    minLength: 2,
    maxLength: 8,
  });

  test('lose nothing, leave no gap and break no chain, in whatever order they come (S2-16)', async () => {
    let races = 0;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), clocks, async (scheduler, times) => {
        const ledger = await bornLedger();
        const shared = interleaved(ledger, scheduler);
        let heads = 0;

        const writes = times.map((time, writer) =>
          recordDecision(shared, clockAt(time), MODEL, (_, at) => {
            heads += 1;
            return eventOf('reconciled', { at, found: `writer ${writer}` });
          }),
        );
        await scheduler.waitFor(Promise.all(writes));

        const entries = verifyLedger(MODEL, await ledger.readFrom(MODEL, 1, 1000));
        const written = await Promise.all(writes);
        expect(entries.map(({ sequence }) => sequence)).toEqual([1, ...times.map((_, index) => index + 2)]);
        races += heads - times.length;
        expect(entries.slice(1)).toEqual(written.toSorted((a, b) => (a?.sequence ?? 0) - (b?.sequence ?? 0)));
      }),
    );

    expect(races).toBeGreaterThan(100);
  });

  test('of one lease: one gets it, the others are told who holds it (S2-16)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 8 }), async (scheduler, count) => {
        const ledger = await bornLedger();
        const shared = interleaved(ledger, scheduler);

        const attempts = Array.from({ length: count }, (_, writer) =>
          recordDecision(shared, CLOCK, MODEL, (_, at) => ({
            ...acquired(FIRST, BASELINE),
            at,
            execution: `retrain ${writer}`,
          })),
        );
        const results = await scheduler.waitFor(Promise.allSettled(attempts));

        const { state } = (await ledger.readHead(MODEL)) ?? {};
        const refusals = results.filter((result) => result.status === 'rejected');
        expect(refusals).toHaveLength(count - 1);
        for (const { reason } of refusals) {
          expect(reason).toMatchObject({
            name: 'LeaseHeld',
            message: expect.stringContaining(`${state?.lease?.execution} `),
          });
        }
      }),
    );
  });
});

describe('the past', () => {
  test('is read as it was at any time', async () => {
    const ledger = await bornLedger();
    await recordDecision(ledger, clockAt(minute(5)), MODEL, pause);

    expect(await ledger.readAt(MODEL, '2026-01-04T23:59:59.999Z')).toBeNull();
    expect((await ledger.readAt(MODEL, minute(0)))?.sequence).toBe(1);
    expect((await ledger.readAt(MODEL, '2026-01-05T00:04:59.999Z'))?.sequence).toBe(1);
    expect((await ledger.readAt(MODEL, minute(5)))?.sequence).toBe(2);
    expect((await ledger.readAt(MODEL, minute(5000)))?.sequence).toBe(2);
  });

  test('is read in order, from anywhere, a page at a time', async () => {
    const ledger = await bornLedger();
    for (const found of ['a', 'b', 'c']) await recordDecision(ledger, CLOCK, MODEL, note(found));

    const sequences = async (from: number, limit: number) =>
      (await ledger.readFrom(MODEL, from, limit)).map(({ text }) => JSON.parse(text).sequence);

    expect(await sequences(1, 2)).toEqual([1, 2]);
    expect(await sequences(3, 2)).toEqual([3, 4]);
    expect(await sequences(4, 1000)).toEqual([4]);
    expect(await sequences(5, 1000)).toEqual([]);
  });

  test('of one model is not that of another', async () => {
    const ledger = await bornLedger();

    expect(await ledger.readHead('another')).toBeNull();
    expect(await ledger.readFrom('another', 1, 10)).toEqual([]);
    expect(await ledger.readAt('another', minute(10))).toBeNull();
  });
});
