import { describe, expect, test } from 'vitest';
import { VersionTaken } from '../../lib/domain/ports/adapter-errors.ts';
import type { VersionRecords } from '../../lib/domain/ports/version-record.ts';
import { sampleRecord } from './sample-version-record.ts';

/** What every store of version records promises. */
export function versionRecordsContract(name: string, setUp: () => Promise<VersionRecords>): void {
  describe(name, () => {
    test('a record comes back as it was put', async () => {
      const records = await setUp();
      const record = sampleRecord('1.2.0', { metrics: { auc: 0.1 + 0.2 } });

      await records.put(record);

      expect(await records.read('churn', '1.2.0')).toEqual(record);
    });

    test('what was never put is not there', async () => {
      const records = await setUp();

      expect(await records.read('churn', '1.2.0')).toBeNull();
      expect(await records.list('churn')).toEqual([]);
    });

    test('the same record again changes nothing', async () => {
      const records = await setUp();

      await records.put(sampleRecord('1.0.0'));
      await records.put(sampleRecord('1.0.0'));

      expect(await records.list('churn')).toEqual([sampleRecord('1.0.0')]);
    });

    test('another record under a number that is taken is refused, and the first one stays', async () => {
      const records = await setUp();
      await records.put(sampleRecord('1.0.0'));

      const rival = records.put(sampleRecord('1.0.0', { verdict: 'reject' }));

      await expect(rival).rejects.toThrow(VersionTaken);
      expect((await records.read('churn', '1.0.0'))?.verdict).toBe('promote');
    });

    test('the list starts with the highest version, by number and not by letter', async () => {
      const records = await setUp();
      for (const version of ['0.0.0', '1.9.0', '10.0.0', '1.10.0', '2.0.0', '1.9.11']) {
        await records.put(sampleRecord(version));
      }

      const listed = (await records.list('churn')).map(({ modelVersion }) => modelVersion);

      expect(listed).toEqual(['10.0.0', '2.0.0', '1.10.0', '1.9.11', '1.9.0', '0.0.0']);
    });

    test('models do not see each other', async () => {
      const records = await setUp();
      await records.put(sampleRecord('1.0.0', { modelName: 'churn-2' }));

      expect(await records.read('churn', '1.0.0')).toBeNull();
      expect(await records.list('churn')).toEqual([]);
    });
  });
}
