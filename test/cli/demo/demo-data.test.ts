import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { historyDays, importedOutcomes, splitDemoRows } from '../../../lib/cli/demo/demo-data.ts';
import { WINDOW_DAYS } from '../../../lib/cli/demo/demo-pace.ts';
import type { DemoRow } from '../../../lib/cli/demo/demo-rows.ts';
import { InvalidInput } from '../../../lib/domain/errors.ts';
import { milliseconds } from '../../../lib/domain/time.ts';
import { definitionWith } from '../../domain/definition/definition-samples.ts';
import { demoRows } from './demo-samples.ts';

const DAY = 86_400_000;
const MOST_STREAMED = 3_200;
const some = { numRuns: 25 };
const counts = fc.integer({ min: 2500, max: 60_000 });
const allRows = demoRows(60_000);
const split = (count: number) => splitDemoRows(allRows.slice(0, count), 'calls.csv');

const labelsOf = (rows: readonly DemoRow[]) => rows.map(({ label }) => label).sort();

describe('a file is split', () => {
  test('from 2,500 rows on', () => {
    expect(() => split(2499)).toThrow(InvalidInput);
    expect(() => split(2499)).toThrow('calls.csv: the whole input should have at least 2500 rows, got 2499');
    expect(split(2500).history.length).toBe(1666);
    expect(split(2500).stream.length).toBe(834);
  });

  test('into what is known before, the first two thirds but no more than 30,000, and what comes after', () => {
    fc.assert(
      fc.property(counts, (count) => {
        const { history } = split(count);

        // the very rows, in their order
        expect(history.every((row, index) => row === allRows[index])).toBe(true);
        expect(history.length).toBe(Math.min(30_000, Math.floor((count * 2) / 3)));
      }),
      some,
    );
    expect(split(45_000).history.length).toBe(30_000);
    expect(split(45_003).history.length).toBe(30_000);
    expect(split(44_997).history.length).toBe(29_998);
  });

  test('so that one of every so many comes after, in order, to the end of the file', () => {
    fc.assert(
      fc.property(counts, (count) => {
        const { history, stream, thinning } = split(count);

        expect(stream.map(({ features }) => features.balance)).toEqual(
          stream.map((_, index) => history.length + index * thinning),
        );
        expect(history.length + stream.length * thinning).toBeGreaterThanOrEqual(count);
        expect(history.length + (stream.length - 1) * thinning).toBeLessThan(count);
      }),
      some,
    );
  });

  test('with no more thinning than leaves 3,200 rows', () => {
    fc.assert(
      fc.property(counts, (count) => {
        const { history, stream, thinning } = split(count);

        expect(stream.length).toBeLessThanOrEqual(MOST_STREAMED);
        if (thinning > 1) expect((count - history.length) / (thinning - 1)).toBeGreaterThan(MOST_STREAMED);
      }),
      some,
    );
    expect(split(9600)).toMatchObject({ thinning: 1, stream: { length: 3200 } });
    expect(split(9601)).toMatchObject({ thinning: 2, stream: { length: 1601 } });
  });
});

describe('the late file', () => {
  test('is the newer half of the history, but no more than 9,000 rows, under other ids', () => {
    fc.assert(
      fc.property(counts, (count) => {
        const { history, lateFile } = split(count);
        const newest = history.slice(-Math.min(9000, Math.floor(history.length / 2)));

        expect(lateFile.map(({ id }) => id)).toEqual(newest.map(({ id }) => `late-${id}`));
        expect(lateFile.map(({ features }) => features)).toEqual(newest.map(({ features }) => features));
      }),
      some,
    );
    expect(split(27_002).lateFile.length).toBe(9000);
    expect(split(26_996).lateFile.length).toBe(8998);
  });

  test('has the labels of these rows, each on another row', () => {
    // labels that name their row
    const named = allRows.map((row) => ({ ...row, label: `label of ${row.id}` }));
    fc.assert(
      fc.property(counts, (count) => {
        const { lateFile, history } = splitDemoRows(named.slice(0, count), 'calls.csv');

        expect(labelsOf(lateFile)).toEqual(labelsOf(history.slice(-lateFile.length)));
        expect(lateFile.filter(({ id, label }) => label.replace('label of ', 'late-') === id)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});

test.each([
  [1666, WINDOW_DAYS],
  [3000, WINDOW_DAYS],
  [3001, (3001 / 3000) * WINDOW_DAYS],
  [30_000, 70],
])('a history of %i rows is spread over %d days', (rows, days) => {
  expect(historyDays(rows)).toBe(days);
});

describe('imported outcomes', () => {
  const definition = definitionWith({
    labels: ['yes', 'no'],
    features: { numeric: ['age', 'balance'], categorical: ['job', 'marital'] },
  });
  const spans = fc.record({
    count: fc.integer({ min: 1, max: 80 }),
    from: fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }),
    length: fc.integer({ min: 1, max: 100 * DAY }),
  });

  test('happen one after the other within their time, the first at its beginning', () => {
    fc.assert(
      fc.property(spans, ({ count, from, length }) => {
        const times = importedOutcomes(allRows.slice(0, count), definition, { from, to: from + length }).map(
          ({ time }) => milliseconds(time),
        );

        expect(times[0]).toBe(from);
        expect(times.at(-1)).toBeLessThan(from + length);
        expect(times).toEqual([...times].sort((one, other) => one - other));
        times.forEach((time, index) => {
          expect(Math.abs(time - from - (index * length) / count)).toBeLessThanOrEqual(1);
        });
      }),
    );
  });

  test('arrive after they happened, within nine days, in files of nine days of which the last one comes at the end', () => {
    fc.assert(
      fc.property(spans, ({ count, from, length }) => {
        const to = from + length;

        for (const { time, receivedAt } of importedOutcomes(allRows.slice(0, count), definition, { from, to })) {
          const [happened, arrived] = [milliseconds(time), milliseconds(receivedAt)];
          expect(arrived).toBeGreaterThanOrEqual(happened);
          expect(arrived - happened).toBeLessThan(9 * DAY);
          expect((to - arrived) % (9 * DAY)).toBe(0);
        }
      }),
    );
  });

  test('arrive all at once where a file arrived at a time of its own', () => {
    const [from, to, receivedAt] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 9)];

    const outcomes = importedOutcomes(demoRows(50), definition, { from, to, receivedAt });

    expect(new Set(outcomes.map((outcome) => outcome.receivedAt))).toEqual(new Set(['2026-01-09T00:00:00.000Z']));
  });

  test('are the rows, without a prediction', () => {
    const from = Date.UTC(2026, 0, 1);

    expect(importedOutcomes(demoRows(1), definition, { from, to: from + DAY })).toEqual([
      {
        schema: 'ratchet.outcome/1',
        id: 'row-1',
        time: '2026-01-01T00:00:00.000Z',
        label: 'yes',
        features: { age: 0, balance: 0, job: 'admin', marital: null },
        prediction: null,
        receivedAt: '2026-01-02T00:00:00.000Z',
      },
    ]);
  });

  test('are refused where the API would refuse them, by the id of the first one', () => {
    const [good, ...others] = demoRows(3);
    const bad = others.map((row) => ({ ...row, label: 'perhaps' }));
    const act = () =>
      importedOutcomes(
        [good, ...bad].flatMap((row) => row ?? []),
        definition,
        { from: 0, to: DAY },
      );

    expect(act).toThrow(InvalidInput);
    expect(act).toThrow(/^row 'row-2': .*should be an outcome, got .*label/s);
  });
});
