import type { FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3OutcomeArchive } from '../../lib/aws/s3-outcome-archive.ts';
import { inMemoryOutcomeArchive } from '../in-memory/in-memory-outcome-archive.ts';
import { outcomeArchiveContract } from './outcome-archive-contract.ts';
import { sampleOutcome } from './sample-outcome.ts';
import { createBucket, startObjectStore, startStrictBuckets } from './wire/s3-stand-in.ts';
import type { Interruption, Wire } from './wire/wire.ts';

let server: FauxqsServer;
let strict: Wire;

beforeAll(async () => {
  server = await startObjectStore();
  strict = await startStrictBuckets(server.address);
});
afterAll(async () => {
  await strict.close();
  await server.stop();
});

outcomeArchiveContract('an archive in memory', async () => {
  const archive = inMemoryOutcomeArchive();
  return { archive, spoil: async (key, content) => void archive.objects.set(key, content) };
});

outcomeArchiveContract('an archive in S3 where conditional writes are ignored', async () => {
  const bucket = createBucket(server);
  return { ...bucket, archive: s3OutcomeArchive(bucket.client, bucket.bucketName) };
});

outcomeArchiveContract('an archive in S3 where write-once is enforced', async () => {
  const bucket = createBucket(server, strict.endpoint);
  return { ...bucket, archive: s3OutcomeArchive(bucket.client, bucket.bucketName) };
});

describe('the requests of an archive in S3', () => {
  const setUp = () => {
    const bucket = createBucket(server, strict.endpoint);
    strict.requests.length = 0;
    return s3OutcomeArchive(bucket.client, bucket.bucketName);
  };
  const queries = () =>
    strict.requests.map(({ method, path }) => ({ method, query: new URL(path, strict.endpoint).searchParams }));

  test('a write is one conditional request, and never a read, for which the archive step has no right', async () => {
    const archive = setUp();

    await archive.write('churn', [sampleOutcome('a')]);
    await archive.write('churn', [sampleOutcome('a')]);

    expect(strict.requests.map(({ method }) => method)).toEqual(['PUT', 'PUT']);
    expect(strict.requests.every(({ headers }) => headers['if-none-match'] === '*')).toBe(true);
  });

  test("a list asks for the model's own outcomes only, to which its right ends, from the hour on", async () => {
    const archive = setUp();

    await archive.list('churn', '2026-01-05T10:15:00.000Z');

    const [first] = queries();
    expect(first?.query.get('list-type')).toBe('2');
    expect(first?.query.get('prefix')).toBe('churn/outcomes/');
    expect(first?.query.get('start-after')).toBe('churn/outcomes/dt=2026-01-05/hour=10/');
  });

  test('a list takes as many pages as there are', async () => {
    const archive = setUp();
    for (const hour of ['01', '02', '03', '04', '05']) {
      await archive.write('churn', [sampleOutcome(hour, { receivedAt: `2026-01-05T${hour}:00:00.000Z` })]);
    }
    strict.requests.length = 0;
    const shortPages: Interruption = (request, next) => next({ ...request, path: `${request.path}&max-keys=2` });
    strict.interrupt(shortPages, 2);

    const listed = await archive.list('churn', '2026-01-05T01:30:00.000Z');

    expect(listed.map(({ key }) => key.split('/')[3])).toEqual([1, 2, 3, 4, 5].map((hour) => `hour=0${hour}`));
    expect(queries().map(({ query }) => query.has('continuation-token'))).toEqual([false, true, true]);
  });
});
