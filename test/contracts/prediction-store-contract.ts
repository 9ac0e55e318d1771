import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { PredictionRecord, PredictionStore } from '../../lib/domain/ports/outcome-store.ts';

/** The record of a prediction of one row, unless told otherwise. */
export function samplePrediction(predictionId: string, details: Partial<PredictionRecord> = {}): PredictionRecord {
  return {
    schema: 'ratchet.prediction/1',
    predictionId,
    modelVersion: '1.2.0',
    functionVersion: '7',
    at: '2026-01-05T10:15:00.000Z',
    rows: [{ features: { age: 42, job: 'nurse', balance: null }, score: 0.1 + 0.2 }],
    ...details,
  };
}

/** Rows that cannot be compressed to less than about half a kilobyte each. */
export function incompressibleRows(count: number): PredictionRecord['rows'] {
  const text = (row: number) =>
    Array.from({ length: 16 }, (_, part) => createHash('sha256').update(`${row}/${part}`).digest('base64')).join('');
  return Array.from({ length: count }, (_, row) => ({ features: { note: text(row) }, score: row / count }));
}

function unexpected(error: Error): never {
  throw error;
}

/** What every store of prediction records promises. */
export function predictionStoreContract(name: string, setUp: () => Promise<PredictionStore>): void {
  describe(name, () => {
    test('a record comes back as it was put', async () => {
      const store = await setUp();
      const rows: PredictionRecord['rows'] = [
        { features: { age: 42, 'días "x"': 'ä' }, score: 0.3 },
        { features: {}, score: [0.25, 0.75] },
      ];
      const record = samplePrediction('p', { rows });

      await store.put(record, 90);

      expect(await store.read('p')).toEqual(record);
    });

    test('what was never put is not there', async () => {
      const store = await setUp();
      await store.put(samplePrediction('p'), 90);

      expect(await store.read('q')).toBeNull();
      expect(await store.read('p#1')).toBeNull();
      expect(await store.read('p-0')).toBeNull();
    });

    test('a text that is no Unicode does not prevent a record', async () => {
      const store = await setUp();
      const rows = [{ features: { job: 'broken \ud800' }, score: 0.5 }];

      await store.put(samplePrediction('p', { rows }), 90);

      expect(await store.read('p')).toEqual(samplePrediction('p', { rows }));
    });

    test('the longest request comes back with every row and every feature', async () => {
      const store = await setUp();
      const record = samplePrediction('p', { rows: incompressibleRows(1000) });

      await store.put(record, 90);

      expect(await store.read('p')).toEqual(record);
    });

    test('all records come as they were put, a long one as a whole', async () => {
      const store = await setUp();
      const records = [samplePrediction('p'), samplePrediction('q', { rows: incompressibleRows(1000) })];
      for (const record of records) await store.put(record, 90);

      const read: PredictionRecord[] = [];
      for await (const record of store.records(unexpected)) read.push(record);

      expect(read.sort((one, other) => (one.predictionId < other.predictionId ? -1 : 1))).toEqual(records);
    });

    test('the first records can be had without the others', async () => {
      const store = await setUp();
      for (const id of ['p', 'q']) await store.put(samplePrediction(id), 90);

      const read: string[] = [];
      for await (const { predictionId } of store.records(unexpected)) {
        read.push(predictionId);
        break;
      }

      expect(read).toHaveLength(1);
    });

    test('putting a record again is fine', async () => {
      const store = await setUp();

      await store.put(samplePrediction('p'), 90);
      await store.put(samplePrediction('p'), 90);

      expect(await store.read('p')).toEqual(samplePrediction('p'));
    });
  });
}
