import type { FauxqsServer } from 'fauxqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { s3ArtifactStore } from '../../lib/aws/s3-artifact-store.ts';
import { ArtifactHashMismatch, ArtifactMissing } from '../../lib/domain/ports/adapter-errors.ts';
import { type ArtifactStore, artifactKey } from '../../lib/domain/ports/artifact-store.ts';
import { bigArtifact, sampleArtifact } from './artifact-store-contract.ts';
import { createBucket, refusal, startObjectStore, startStrictBuckets } from './wire/s3-stand-in.ts';
import { type Interruption, LOST, type Wire } from './wire/wire.ts';

let server: FauxqsServer;
let wire: Wire;
let bucket: ReturnType<typeof createBucket>;
let store: ArtifactStore;

beforeAll(async () => {
  server = await startObjectStore();
});
afterAll(() => server.stop());

beforeEach(async () => {
  wire = await startStrictBuckets(server.address);
  bucket = createBucket(server, wire.endpoint);
  store = s3ArtifactStore(bucket.client, bucket.bucketName);
});
afterEach(() => wire.close());

/** Method and what tells requests of one method apart, such as `POST uploads`. */
function asked(): string[] {
  return wire.requests.map(({ method, path }) => {
    const { searchParams } = new URL(path, wire.endpoint);
    const part = ['uploads', 'partNumber', 'uploadId'].find((name) => searchParams.has(name));
    return part === undefined ? method : `${method} ${part}`;
  });
}

const refuse =
  (method: string, status: number, code: string): Interruption =>
  (request) =>
    request.method === method ? Promise.resolve(refusal(status, code)) : undefined;

const loseAnswerOf =
  (method: string, query = ''): Interruption =>
  (request, next) =>
    request.method === method && request.path.includes(query) ? next(request).then(() => LOST) : undefined;

const sha256Of = 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg='; // of `test`, in base64

describe('a small artefact', () => {
  test('is one conditional request that carries its checksum', async () => {
    await store.write(sampleArtifact('test'));

    expect(asked()).toEqual(['PUT']);
    expect(wire.requests[0]?.headers).toMatchObject({ 'if-none-match': '*', 'x-amz-checksum-sha256': sha256Of });
  });

  test('that is there already is read and verified', async () => {
    await store.write(sampleArtifact('test'));
    wire.requests.length = 0;

    await store.write(sampleArtifact('test'));

    expect(asked()).toEqual(['PUT', 'GET']);
  });

  test('is not taken for written when other bytes hold its key', async () => {
    await bucket.spoil(artifactKey(sampleArtifact('test')), new TextEncoder().encode('spoiled'));

    await expect(store.write(sampleArtifact('test'))).rejects.toThrow(ArtifactHashMismatch);
  });

  test('is written although the answer was lost', async () => {
    wire.interrupt(loseAnswerOf('PUT'));

    const object = await store.write(sampleArtifact('test'));

    expect(asked()).toEqual(['PUT', 'PUT', 'GET']);
    expect(await bucket.keys()).toEqual([object.key]);
  });

  test('is written in the end when another writer is at the same key', async () => {
    wire.interrupt(refuse('PUT', 409, 'ConditionalRequestConflict'), 2);

    const object = await store.write(sampleArtifact('test'));

    expect(asked()).toEqual(['PUT', 'PUT', 'PUT']);
    expect(await bucket.keys()).toEqual([object.key]);
  });

  test('is given up when the key stays contended', async () => {
    wire.interrupt(refuse('PUT', 409, 'ConditionalRequestConflict'), 3);

    const write = store.write(sampleArtifact('test'));

    await expect(write).rejects.toMatchObject({ name: 'ConditionalRequestConflict' });
  });

  test('is written when S3 asks to slow down', async () => {
    wire.interrupt(refuse('PUT', 503, 'SlowDown'), 2);

    await store.write(sampleArtifact('test'));

    expect(await bucket.keys()).toHaveLength(1);
  });

  test('is refused for good to a role that may not write', async () => {
    wire.interrupt(refuse('PUT', 403, 'AccessDenied'));

    await expect(store.write(sampleArtifact('test'))).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(asked()).toEqual(['PUT']);
  });
});

describe('a big artefact', () => {
  test('goes in parts of 8 MiB, each with its checksum, and its completion is conditional', async () => {
    await store.write(bigArtifact(12_000_000));

    expect(asked()).toEqual(['POST uploads', 'PUT partNumber', 'PUT partNumber', 'POST uploadId']);
    const [create, first, second, complete] = wire.requests;
    expect(create?.headers['x-amz-checksum-algorithm']).toBe('SHA256');
    expect([first, second].map((part) => part?.body.byteLength)).toEqual([8_388_608, 3_611_392]);
    expect([first, second].every((part) => part?.headers['x-amz-checksum-sha256'])).toBe(true);
    expect(complete?.headers['if-none-match']).toBe('*');
  });

  test('of exactly one part goes whole', async () => {
    await store.write(bigArtifact(8_388_608));

    expect(asked()).toEqual(['PUT']);
  });

  test('that is there already is verified, and its parts are given up', async () => {
    await store.write(bigArtifact(9_000_000));
    wire.requests.length = 0;

    await store.write(bigArtifact(9_000_000));

    expect(asked().slice(-3)).toEqual(['POST uploadId', 'DELETE uploadId', 'GET']);
  });

  test('is written although the answer to its completion was lost', async () => {
    wire.interrupt(loseAnswerOf('POST', 'uploadId='));

    const object = await store.write(bigArtifact(9_000_000));

    expect(await bucket.keys()).toEqual([object.key]);
  });

  test('is written although S3 no longer knows the upload that the lost answer was about', async () => {
    wire.interrupt(loseAnswerOf('POST', 'uploadId='));
    wire.interrupt((request) =>
      request.path.includes('uploadId=') && request.method === 'POST'
        ? Promise.resolve(refusal(404, 'NoSuchUpload'))
        : undefined,
    );

    const object = await store.write(bigArtifact(9_000_000));

    expect(asked().slice(-2)).toEqual(['DELETE uploadId', 'GET']);
    expect(await bucket.keys()).toEqual([object.key]);
  });

  test('leaves no parts behind when one of them fails', async () => {
    wire.interrupt(refuse('PUT', 403, 'AccessDenied'));

    await expect(store.write(bigArtifact(9_000_000))).rejects.toMatchObject({ name: 'AccessDenied' });

    expect(asked()).toEqual(['POST uploads', 'PUT partNumber', 'DELETE uploadId']);
  });
});

describe('a missing artefact', () => {
  const missing = { key: 'churn/models/0/model.json', sha256: '0'.repeat(64) };

  test.each([
    ['404', 'NoSuchKey', 404],
    ['403, which stands for both', 'AccessDenied', 403],
  ])('is one where S3 answers %s', async (_, code, status) => {
    wire.interrupt(refuse('GET', status, code));

    const read = store.read(missing);

    await expect(read).rejects.toThrow(ArtifactMissing);
    await expect(read).rejects.toThrow(/churn\/models\/0\/model.json does not exist, or this role may not read it/);
  });

  test('is not what a missing bucket is taken for', async () => {
    wire.interrupt(refuse('GET', 404, 'NoSuchBucket'));

    await expect(store.read(missing)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});
