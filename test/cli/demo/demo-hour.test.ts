import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LAST_MINUTE, nextHour, passTime } from '../../../lib/cli/demo/demo-hour.ts';
import type { LedgerEntry } from '../../../lib/domain/ledger/ledger-entry.ts';
import { bootstrapped, eventOf, inTurn, ledgerOf } from '../../domain/ledger/ledger-samples.ts';

const MINUTE = 60_000;
const SEVEN = Date.UTC(2026, 2, 2, 7);

/** Minutes after seven, and what happened in them. */
type Happening = readonly [minute: number, what: string, count?: number];

interface Hour {
  readonly rows: number;
  /** Minutes after seven. */
  readonly from?: number;
  readonly until?: number;
  /** Requests needed in a minute after seven. */
  readonly needed?: (minute: number) => number;
  /** Decisions that are found at the end of a minute. */
  readonly decided?: (minute: number) => LedgerEntry[];
}

/** Lets an hour pass and tells what happened in it, in order. */
async function pass({ rows, from = 0, until = 59, needed = () => 0, decided = () => [] }: Hour): Promise<Happening[]> {
  const happened: Happening[] = [];
  let now = SEVEN + from * MINUTE;
  const minute = () => (now - SEVEN) / MINUTE;
  const run = {
    runtime: { now: () => now },
    advanceTo: async (time: number) => {
      now = time;
    },
    newEntries: async () => decided(minute()),
  };
  const client = {
    askAboutNext: async (count: number) => void happened.push([minute(), 'new', count]),
    askAgain: async () => void happened.push([minute(), 'known']),
    report: async () => void happened.push([minute(), 'report']),
  };
  await passTime(run, client, {
    until: SEVEN + until * MINUTE,
    rows,
    needed: () => needed(minute()),
    onEntry: ({ event }) => happened.push([minute(), event.type]),
    onMinute: () => void happened.push([minute(), 'over']),
  });
  return happened;
}

const minutesOf = (happened: readonly Happening[], what: string) =>
  happened.filter(([, kind]) => kind === what).map(([minute]) => minute);
const sum = (happened: readonly Happening[]) => happened.reduce((total, [, , count = 0]) => total + count, 0);

describe('an hour', () => {
  test('passes minute by minute, and each one is told when it is over', async () => {
    const happened = await pass({ rows: 0 });

    expect(minutesOf(happened, 'over')).toEqual(Array.from({ length: 59 }, (_, index) => index + 1));
  });

  test('may begin within a minute, which ends with the minute', async () => {
    const happened = await pass({ rows: 0, from: 2.5, until: 4 });

    expect(minutesOf(happened, 'over')).toEqual([3, 4]);
  });

  test('that is over already does not pass', async () => {
    expect(await pass({ rows: 5, from: 59 })).toEqual([]);
  });

  test('has its outcomes reported every quarter, the last time three minutes before it ends', async () => {
    expect(minutesOf(await pass({ rows: 0 }), 'report')).toEqual([12, 27, 42, 57]);
  });

  test('tells the decisions of a minute before it is over, in order', async () => {
    const entries = ledgerOf(inTurn([bootstrapped(), eventOf('paused', {})]));

    const happened = await pass({ rows: 0, until: 2, decided: (minute) => (minute === 1 ? entries : []) });

    expect(happened.slice(-4)).toEqual([
      [1, 'bootstrapped'],
      [1, 'paused'],
      [1, 'over'],
      [2, 'over'],
    ]);
  });
});

describe('while nothing is watched', () => {
  test('the customers of an hour come every five minutes, evenly', async () => {
    const news = (await pass({ rows: 100 })).filter(([, what]) => what === 'new');

    expect(news.map(([minute]) => minute)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45]);
    expect(news.map(([, , count]) => count)).toEqual(Array.from({ length: 10 }, () => 10));
  });

  test('whoever is known is asked about when all have come', async () => {
    const happened = await pass({ rows: 3 });

    expect(minutesOf(happened, 'new')).toEqual([0, 5, 10]);
    expect(minutesOf(happened, 'known')).toEqual([15, 20, 25, 30, 35, 40, 45, 50, 55]);
  });

  test('all customers have come 14 minutes before the end, so that their outcomes are known to the next retrain', async () => {
    const hours = fc.record({
      rows: fc.integer({ min: 0, max: 400 }),
      from: fc.integer({ min: 0, max: 39 }),
      until: fc.integer({ min: 54, max: 59 }),
    });
    await fc.assert(
      fc.asyncProperty(hours, async (hour) => {
        const news = (await pass(hour)).filter(([, what]) => what === 'new');

        expect(sum(news)).toBe(hour.rows);
        for (const [minute] of news) expect(minute).toBeLessThanOrEqual(hour.until - 14);
      }),
    );
  });

  test('those who are late come at once', async () => {
    const news = (await pass({ rows: 7, from: 46 })).filter(([, what]) => what === 'new');

    expect(news).toEqual([[50, 'new', 7]]);
  });
});

describe('while something is watched', () => {
  test('there are as many requests a minute as are needed, with two new customers each', async () => {
    const happened = await pass({ rows: 100, until: 2, needed: () => 3 });

    expect(happened.filter(([, what]) => what === 'new')).toEqual(
      [0, 0, 0, 1, 1, 1].map((minute) => [minute, 'new', 2]),
    );
  });

  test('there are as many when all customers have come, about those who are known', async () => {
    const happened = await pass({ rows: 5, until: 2, needed: () => 2 });

    expect(happened.filter(([, what]) => what !== 'over')).toEqual([
      [0, 'new', 2],
      [0, 'new', 2],
      [1, 'new', 1],
      [1, 'known'],
    ]);
  });

  test('nobody comes besides, and those who are left come evenly afterwards', async () => {
    const watched = await pass({ rows: 60, needed: (minute) => (minute < 20 ? 1 : 0) });
    const afterwards = watched.filter(([minute, what]) => what === 'new' && minute >= 20);

    expect(watched.filter(([minute, what]) => what === 'new' && minute < 20)).toHaveLength(20);
    expect(afterwards).toEqual([
      [20, 'new', 4],
      [25, 'new', 4],
      [30, 'new', 3],
      [35, 'new', 3],
      [40, 'new', 3],
      [45, 'new', 3],
    ]);
  });

  test('what is needed is asked anew every minute, and no customer comes twice or is lost', async () => {
    const needs = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 45, maxLength: 45 });
    await fc.assert(
      fc.asyncProperty(needs, fc.integer({ min: 0, max: 400 }), async (perMinute, rows) => {
        const happened = await pass({ rows, needed: (minute) => perMinute[minute] ?? 0 });
        const requests = happened.filter(([, what]) => what === 'new' || what === 'known');

        expect(sum(requests)).toBe(rows);
        perMinute.forEach((needed, minute) => {
          const quiet = minute % 5 === 0 ? 1 : 0;
          expect(requests.filter(([of]) => of === minute)).toHaveLength(needed === 0 ? quiet : needed);
        });
      }),
      { numRuns: 30 },
    );
  });
});

test.each([
  ['06:50', 7],
  ['07:00', 8],
  ['07:30', 8],
  ['07:58', 8],
  ['07:59', 9],
  ['08:00', 9],
])('at %s the next hour to tell of begins at %i', (time, hour) => {
  expect(nextHour(Date.parse(`2026-03-02T${time}:00Z`))).toBe(Date.UTC(2026, 2, 2, hour));
});

test('an hour ends a minute before the next one, which begins there', () => {
  const end = nextHour(SEVEN) - LAST_MINUTE;

  expect(end).toBe(Date.UTC(2026, 2, 2, 7, 59));
  expect(nextHour(end - 1)).toBe(Date.UTC(2026, 2, 2, 8));
  expect(nextHour(end)).toBe(Date.UTC(2026, 2, 2, 9));
});
