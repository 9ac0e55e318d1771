import { describe, expect, test } from 'vitest';
import type { PredictionRecord } from '../../../lib/domain/ports/outcome-store.ts';
import { countDays } from '../../../lib/domain/triggers/counted-days.ts';
import { driftDays } from '../../../lib/domain/triggers/drift-days.ts';
import { samplePredictions } from '../../../lib/domain/triggers/sampled-predictions.ts';
import { samplePrediction } from '../../contracts/prediction-store-contract.ts';

const NOW = '2026-03-10T01:15:00.000Z';
const observation = {
  modelVersion: '1.0.0',
  days: driftDays(NOW, 2),
  lookbackDays: 30,
  delayDays: 30,
  now: NOW,
};

const record = (predictionId: string, at: string, rows = 1, modelVersion = '1.0.0') =>
  samplePrediction(predictionId, {
    modelVersion,
    at,
    rows: Array.from({ length: rows }, (_, index) => ({ features: { age: index }, score: 0.5 })),
  });

/** Records one after the other, and how many of them somebody has asked for. */
function recordsOf(records: readonly PredictionRecord[]) {
  const counter = { read: 0 };
  async function* all() {
    for (const one of records) {
      counter.read += 1;
      yield one;
    }
  }
  return { records: all(), counter };
}

const yesterday = '2026-03-09T12:00:00.000Z';

describe('a sample of predictions', () => {
  test('has every row, of whichever model version, by the id that its outcome would name', async () => {
    const { records } = recordsOf([record('p', yesterday, 2), record('q', yesterday, 1, '0.9.0')]);

    expect(await samplePredictions(records, observation, null)).toEqual([
      { id: 'p-0', modelVersion: '1.0.0', time: yesterday, score: 0.5 },
      { id: 'p-1', modelVersion: '1.0.0', time: yesterday, score: 0.5 },
      { id: 'q-0', modelVersion: '0.9.0', time: yesterday, score: 0.5 },
    ]);
  });

  test.each([
    ['2026-01-09T01:15:00.000Z', 1],
    ['2026-01-09T01:14:59.999Z', 0],
    [NOW, 1],
    ['2026-03-10T01:15:00.001Z', 0],
  ])('of %s has %d', async (at, count) => {
    expect(await samplePredictions(recordsOf([record('p', at)]).records, observation, null)).toHaveLength(count);
  });

  test('ends when it has enough', async () => {
    const many = Array.from({ length: 10 }, (_, index) => record(`p${index}`, yesterday, 2));
    const { records, counter } = recordsOf(many);

    expect(await samplePredictions(records, observation, null, { read: 100, sampled: 5 })).toHaveLength(6);
    expect(counter.read).toBe(3);
  });

  test('ends when enough was read, whatever it was', async () => {
    const old = Array.from({ length: 10 }, (_, index) => record(`p${index}`, '2025-01-01T00:00:00.000Z', 2));
    const { records, counter } = recordsOf(old);

    expect(await samplePredictions(records, observation, null, { read: 7, sampled: 5 })).toEqual([]);
    expect(counter.read).toBe(4);
  });

  test('goes on for days of drift that have not enough, and keeps no more', async () => {
    const days = [8, 9].flatMap((day) =>
      Array.from({ length: 5 }, (_, index) => record(`${day}-${index}`, `2026-03-0${day}T12:00:00.000Z`)),
    );
    const { records, counter } = recordsOf(days);
    const counted = countDays(observation, (rows) => ({ ...nothing, rows: rows.length }), 3);

    expect(await samplePredictions(records, observation, counted, { read: 100, sampled: 2 })).toHaveLength(2);
    expect(counted.windows().map(({ rows }) => rows)).toEqual([3, 3]);
    expect(counter.read).toBe(8);
  });
});

const nothing = { modelSha256: 'a'.repeat(64), features: [], scores: [] };

describe('days of drift', () => {
  const counter = (most?: number) => countDays(observation, (rows) => ({ ...nothing, rows: rows.length }), most);

  test('have the predictions of the version by the time they were made, and a day may have none', () => {
    const days = counter();
    days.add(record('first', '2026-03-08T00:00:00.000Z', 2));
    days.add(record('last', '2026-03-08T23:59:59.999Z', 3));
    days.add(record('before', '2026-03-07T23:59:59.999Z'));
    days.add(record('today', '2026-03-10T00:00:00.000Z'));
    days.add(record('other', '2026-03-08T12:00:00.000Z', 1, '0.9.0'));

    expect(days.windows().map(({ from, to, rows }) => [from, to, rows])).toEqual([
      ['2026-03-08T00:00:00.000Z', '2026-03-09T00:00:00.000Z', 5],
      ['2026-03-09T00:00:00.000Z', '2026-03-10T00:00:00.000Z', 0],
    ]);
  });

  test('are full with so many rows each, and take no more', () => {
    const days = counter(3);
    days.add(record('p', '2026-03-08T00:00:00.000Z', 5));
    expect(days.isFull()).toBe(false);
    days.add(record('q', '2026-03-09T00:00:00.000Z', 3));
    expect(days.isFull()).toBe(true);
    expect(days.windows().map(({ rows }) => rows)).toEqual([3, 3]);
  });

  test('keep few rows in memory, however many come, and count them all', () => {
    const days = counter();
    for (let index = 0; index < 100; index += 1) {
      days.add(record(`p${index}`, yesterday, 333));
      expect(days.held).toBeLessThan(1_000);
    }
    expect(days.windows().map(({ rows }) => rows)).toEqual([0, 33_300]);
  });
});
