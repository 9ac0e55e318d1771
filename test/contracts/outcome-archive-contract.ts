import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../lib/domain/content-hash.ts';
import { ArtifactBroken, ArtifactHashMismatch, ArtifactMissing } from '../../lib/domain/ports/adapter-errors.ts';
import type { OutcomeArchive } from '../../lib/domain/ports/outcome-archive.ts';
import { sampleOutcome } from './sample-outcome.ts';

export interface OutcomeArchiveSetUp {
  readonly archive: OutcomeArchive;
  /** Puts bytes under a key, behind the archive's back. */
  spoil(key: string, content: Uint8Array): Promise<void>;
}

const at = (time: string) => `2026-01-05T${time}.000Z`;

/** What every archive of outcomes promises. */
export function outcomeArchiveContract(name: string, setUp: () => Promise<OutcomeArchiveSetUp>): void {
  describe(name, () => {
    test('what is written comes back, in the order of arrival and then of id', async () => {
      const { archive } = await setUp();
      const outcomes = [
        sampleOutcome('late', { receivedAt: at('10:30:00') }),
        sampleOutcome('b', { label: 'no', features: { age: 0.1 + 0.2, job: null, city: 'Zürich "2"' } }),
        sampleOutcome('a', {
          prediction: { id: 'p-1', modelVersion: '1.2.0', functionVersion: '7', score: [0.25, 0.75] },
        }),
      ];

      const [object, ...others] = await archive.write('churn', outcomes);

      if (object === undefined) throw new Error('one object');
      expect(others).toEqual([]);
      expect(await archive.read(object)).toEqual([outcomes[2], outcomes[1], outcomes[0]]);
    });

    test('there is one object per hour of arrival, in a partition that says so', async () => {
      const { archive } = await setUp();
      const outcomes = [
        sampleOutcome('third', { receivedAt: '2026-01-06T00:00:00.000Z' }),
        sampleOutcome('second', { receivedAt: at('10:00:00') }),
        sampleOutcome('first', { receivedAt: '2026-01-05T09:59:59.999Z' }),
      ];

      const objects = await archive.write('churn', outcomes);

      expect(objects.map(({ key, sha256 }) => key.replace(sha256, '<sha256>'))).toEqual([
        'churn/outcomes/dt=2026-01-05/hour=09/<sha256>.jsonl.gz',
        'churn/outcomes/dt=2026-01-05/hour=10/<sha256>.jsonl.gz',
        'churn/outcomes/dt=2026-01-06/hour=00/<sha256>.jsonl.gz',
      ]);
      const read = await Promise.all(objects.map((object) => archive.read(object)));
      expect(read.map((rows) => rows.map(({ id }) => id))).toEqual([['first'], ['second'], ['third']]);
    });

    test('of two outcomes with one id the earlier arrival stays', async () => {
      const { archive } = await setUp();

      const objects = await archive.write('churn', [
        sampleOutcome('a', { receivedAt: at('11:00:00'), label: 'no' }),
        sampleOutcome('a', { receivedAt: at('10:00:00'), label: 'yes' }),
      ]);

      expect(objects).toHaveLength(1);
      expect(objects[0]?.key).toContain('/hour=10/');
    });

    test('nothing at all is no object', async () => {
      const { archive } = await setUp();

      expect(await archive.write('churn', [])).toEqual([]);
      expect(await archive.list('churn', at('00:00:00'))).toEqual([]);
    });

    test('writing the same outcomes again, in whatever order, changes nothing', async () => {
      const { archive } = await setUp();
      const outcomes = [sampleOutcome('a'), sampleOutcome('b')];

      const first = await archive.write('churn', outcomes);
      const second = await archive.write('churn', outcomes.toReversed());

      expect(second).toEqual(first);
      expect(await archive.list('churn', at('00:00:00'))).toEqual(first);
    });

    test('other outcomes of the same hour are another object', async () => {
      const { archive } = await setUp();

      const [one] = await archive.write('churn', [sampleOutcome('a')]);
      const [other] = await archive.write('churn', [sampleOutcome('b')]);

      const listed = await archive.list('churn', at('00:00:00'));
      expect(listed.map(({ key }) => key).sort()).toEqual([one?.key, other?.key].sort());
    });

    test('the list starts with the hour of the time it is asked for, oldest hour first', async () => {
      const { archive } = await setUp();
      for (const hour of ['11', '09', '10']) {
        await archive.write('churn', [sampleOutcome(hour, { receivedAt: at(`${hour}:15:00`) })]);
      }
      await archive.write('churn', [sampleOutcome('next day', { receivedAt: '2026-01-06T00:00:00.000Z' })]);
      const idsFrom = async (from: string) => {
        const objects = await archive.list('churn', from);
        return (await Promise.all(objects.map((object) => archive.read(object)))).flat().map(({ id }) => id);
      };

      expect(await idsFrom(at('10:59:59'))).toEqual(['10', '11', 'next day']);
      expect(await idsFrom(at('10:00:00'))).toEqual(['10', '11', 'next day']);
      expect(await idsFrom(at('11:00:00'))).toEqual(['11', 'next day']);
      expect(await idsFrom('2026-01-04T23:00:00.000Z')).toEqual(['09', '10', '11', 'next day']);
      expect(await idsFrom('2026-01-06T01:00:00.000Z')).toEqual([]);
    });

    test('models do not see each other', async () => {
      const { archive } = await setUp();
      await archive.write('churn-2', [sampleOutcome('a')]);

      expect(await archive.list('churn', at('00:00:00'))).toEqual([]);
    });

    test('what was never written is missing', async () => {
      const { archive } = await setUp();
      const sha256 = sha256Hex('never');
      const key = `churn/outcomes/dt=2026-01-05/hour=10/${sha256}.jsonl.gz`;

      await expect(archive.read({ key, sha256 })).rejects.toThrow(ArtifactMissing);
    });

    test('nobody sees outcomes that do not have the recorded hash', async () => {
      const { archive, spoil } = await setUp();
      const [object] = await archive.write('churn', [sampleOutcome('a')]);
      if (object === undefined) throw new Error('one object');
      await spoil(object.key, gzipSync('{}\n'));

      await expect(archive.read(object)).rejects.toThrow(ArtifactHashMismatch);
    });

    test.each([
      ['something that is not compressed', Buffer.from('plain'), 'should be compressed with gzip'],
      ['a line that is no JSON', gzipSync('{"id":\n'), "line 1 of '.*' is no outcome"],
      ['a line that is no outcome', gzipSync('{"schema":"ratchet.outcome/1"}\n'), "line 1 of '.*'.*'id' should"],
      ['outcomes that are cut off', gzipSync('{"id":'), 'cut off'],
    ])('%s is broken, and the message says where', async (_, content, message) => {
      const { archive, spoil } = await setUp();
      const sha256 = sha256Hex(content);
      const key = `churn/outcomes/dt=2026-01-05/hour=10/${sha256}.jsonl.gz`;
      await spoil(key, content);

      const read = archive.read({ key, sha256 });

      await expect(read).rejects.toThrow(ArtifactBroken);
      await expect(read).rejects.toThrow(new RegExp(message));
    });

    test('an object with a name of its own is refused, so that nobody takes it for exported', async () => {
      const { archive, spoil } = await setUp();
      await spoil('churn/outcomes/dt=2026-01-05/hour=10/backfill.jsonl', Buffer.from('{}\n'));

      const list = archive.list('churn', at('00:00:00'));

      await expect(list).rejects.toThrow(ArtifactBroken);
      await expect(list).rejects.toThrow(/backfill\.jsonl' should be named <sha256>\.jsonl\.gz/);
    });
  });
}
