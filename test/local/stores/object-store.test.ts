import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { s3ArtifactStore } from '../../../lib/aws/s3-artifact-store.ts';
import { EventLog } from '../../../lib/local/event-log.ts';
import { seededRandom } from '../../../lib/local/seeded-random.ts';
import { objectOperations } from '../../../lib/local/stores/object-operations.ts';
import { ObjectStore } from '../../../lib/local/stores/object-store.ts';
import { VirtualClock } from '../../../lib/local/virtual-clock.ts';
import { inProcessServices, START } from '../endpoints/in-process-services.ts';

const Bucket = 'artefacts';
const MEGABYTE = 1024 * 1024;

function objectStore() {
  const clock = new VirtualClock(START);
  const log = new EventLog(() => clock.now());
  const objects = new ObjectStore({ clock, log });
  objects.createBucket(Bucket);
  const services = inProcessServices({ s3: objectOperations(objects, seededRandom('test')) }, { clock, log });
  return { objects, clock, log, client: new S3Client(services.config('s3')) };
}

const pattern = (length: number) =>
  Buffer.from(Array.from({ length: Math.min(length, 4096) }, (_, index) => index % 251));
/** Bytes that differ from place to place, so that a lost or doubled part shows. */
const content = (length: number) => Buffer.alloc(length, pattern(length));

test('an object comes back as it was put, with its properties', async () => {
  const { client, clock } = objectStore();
  await clock.runUntil(START + 61_000);

  await client.send(
    new PutObjectCommand({
      Bucket,
      Key: 'models/ä b/+&?.json',
      Body: '{"a":1}',
      ContentType: 'application/json',
      ContentEncoding: 'gzip',
      Metadata: { run: '7' },
    }),
  );
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'models/ä b/+&?.json' }));
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'models/ä b/+&?.json' }));

  const expected = {
    ContentLength: 7,
    ContentType: 'application/json',
    ContentEncoding: 'gzip',
    Metadata: { run: '7' },
    LastModified: new Date(START + 61_000),
    ETag: '"bb6cb5c68df4652941caf652a366f2d8"',
  };
  expect(await got.Body?.transformToString()).toBe('{"a":1}');
  expect(got).toMatchObject(expected);
  expect(head).toMatchObject(expected);
});

test('the default client puts the bucket into the path, because the endpoint is an address', async () => {
  const { client, log } = objectStore();

  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));

  expect(log.events().at(-2)).toMatchObject({ type: 'object-written', detail: { bucket: Bucket, key: 'k', bytes: 1 } });
});

test('a stream arrives chunk by chunk, and its checksum is verified at the end', async () => {
  const { client, objects } = objectStore();
  const chunks = [content(70_000), content(3), content(200_000)];
  const ContentLength = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);

  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: Readable.from(chunks), ContentLength }));

  const stored = objects.getObject(Bucket, 'k');
  expect(Buffer.compare(stored.content, Buffer.concat(chunks))).toBe(0);
  expect(stored.checksum?.algorithm).toBe('CRC32');
});

test('a key that is taken is not written again with If-None-Match', async () => {
  const { client, objects } = objectStore();
  const put = (Body: string) => client.send(new PutObjectCommand({ Bucket, Key: 'k', Body, IfNoneMatch: '*' }));

  await put('first');

  await expect(put('second')).rejects.toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } });
  expect(Buffer.from(objects.getObject(Bucket, 'k').content).toString()).toBe('first');
});

test('an object is replaced only while it is still the same with If-Match', async () => {
  const { client } = objectStore();
  const { ETag } = await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'first' }));
  const replace = (Key: string) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'second', IfMatch: ETag }));

  await replace('k');

  await expect(replace('k')).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(replace('other')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test.each([
  ['bytes=0-3', '0123', 'bytes 0-3/10'],
  ['bytes=7-', '789', 'bytes 7-9/10'],
  ['bytes=8-99', '89', 'bytes 8-9/10'],
  ['bytes=-2', '89', 'bytes 8-9/10'],
  ['bytes=-99', '0123456789', 'bytes 0-9/10'],
])('the range %s is %s', async (Range, expected, ContentRange) => {
  const { client } = objectStore();
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '0123456789' }));

  const part = await client.send(new GetObjectCommand({ Bucket, Key: 'k', Range }));

  expect(await part.Body?.transformToString()).toBe(expected);
  expect(part).toMatchObject({ ContentRange, ContentLength: expected.length, $metadata: { httpStatusCode: 206 } });
});

test.each([
  ['bytes=10-', 'InvalidRange'],
  ['bytes=0-1,3-4', 'NotImplemented'],
])('the range %s is refused as %s', async (Range, name) => {
  const { client } = objectStore();
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '0123456789' }));

  await expect(client.send(new GetObjectCommand({ Bucket, Key: 'k', Range }))).rejects.toMatchObject({ name });
});

test('a large object goes up in parts', async () => {
  const { client, objects } = objectStore();
  const whole = content(12 * MEGABYTE);
  const target = { Bucket, Key: 'large' };

  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: 'SHA256' }));
  const Parts = [];
  for (const [index, part] of [whole.subarray(0, 8 * MEGABYTE), whole.subarray(8 * MEGABYTE)].entries()) {
    const PartNumber = index + 1;
    const sent = await client.send(
      new UploadPartCommand({ ...target, UploadId, PartNumber, Body: part, ChecksumAlgorithm: 'SHA256' }),
    );
    Parts.push({ PartNumber, ETag: sent.ETag, ChecksumSHA256: sent.ChecksumSHA256 });
  }
  const completion = { ...target, UploadId, MultipartUpload: { Parts } };
  const done = await client.send(new CompleteMultipartUploadCommand(completion));
  const got = await client.send(new GetObjectCommand({ ...target, ChecksumMode: 'ENABLED' }));

  expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
  expect(done.ChecksumSHA256).toMatch(/-2$/);
  expect(got.ChecksumSHA256).toBe(done.ChecksumSHA256);
  expect(Buffer.compare((await got.Body?.transformToByteArray()) ?? Buffer.of(), whole)).toBe(0);
  expect(objects.listObjects(Bucket)).toHaveLength(1);
  await expect(client.send(new CompleteMultipartUploadCommand(completion))).rejects.toMatchObject({
    name: 'NoSuchUpload',
  });
});

test('an upload may ask for a checksum of the whole content', async () => {
  const { client } = objectStore();
  const target = { Bucket, Key: 'large' };
  const checksum = { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' } as const;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...target, ...checksum }));
  const { ETag } = await client.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'whole' }));

  const Parts = [{ PartNumber: 1, ETag }];
  const done = await client.send(
    new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }),
  );
  const put = await client.send(
    new PutObjectCommand({ Bucket, Key: 'small', Body: 'whole', ChecksumAlgorithm: 'CRC32' }),
  );

  expect(done).toMatchObject({ ChecksumCRC32: put.ChecksumCRC32, ChecksumType: 'FULL_OBJECT' });
});

test('an upload in parts can be given up, and refuses small, missing and unordered parts', async () => {
  const { client } = objectStore();
  const target = { Bucket, Key: 'large' };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  const upload = { ...target, UploadId };
  const put = async (PartNumber: number) => {
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body: 'small' }));
    return { PartNumber, ETag };
  };
  const [one, two] = [await put(1), await put(2)];
  const complete = (Parts: { PartNumber: number; ETag: string | undefined }[]) =>
    client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));

  await expect(complete([one, two])).rejects.toMatchObject({ name: 'EntityTooSmall' });
  await expect(complete([two, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  await expect(complete([{ ...one, PartNumber: 3 }])).rejects.toMatchObject({ name: 'InvalidPart' });
  await client.send(new AbortMultipartUploadCommand(upload));

  await expect(put(3)).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

test('keys are listed in the order of their bytes, in pages and by common prefix', async () => {
  const { client, objects } = objectStore();
  for (const key of ['b/2', 'a', '\u{1f600}', '\uff5e', 'b/1', 'c/x/y', 'B']) objects.putObject(Bucket, key, 'x');
  const list = async (more: object) => {
    const names: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket, ...more, ContinuationToken }));
      names.push(
        ...(page.Contents ?? []).map(({ Key }) => Key),
        ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
      );
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return names;
  };

  expect(await list({})).toEqual(['B', 'a', 'b/1', 'b/2', 'c/x/y', '\uff5e', '\u{1f600}']);
  expect(await list({ MaxKeys: 2 })).toEqual(await list({}));
  expect(await list({ Prefix: 'b/' })).toEqual(['b/1', 'b/2']);
  expect(await list({ StartAfter: 'b/1', Prefix: 'b/' })).toEqual(['b/2']);
  expect(await list({ Delimiter: '/', MaxKeys: 1 })).toEqual(['B', 'a', 'b/', 'c/', '\uff5e', '\u{1f600}']);
  expect(await list({ Prefix: 'nothing' })).toEqual([]);
});

test('what is deleted is gone, and deleting it again is no failure', async () => {
  const { client } = objectStore();
  const target = { Bucket, Key: 'k' };
  await client.send(new PutObjectCommand({ ...target, Body: 'x' }));

  await client.send(new DeleteObjectCommand(target));
  await client.send(new DeleteObjectCommand(target));

  await expect(client.send(new GetObjectCommand(target))).rejects.toThrow(NoSuchKey);
  await expect(client.send(new HeadObjectCommand(target))).rejects.toMatchObject({ name: 'NotFound' });
});

test('a bucket is there or not, and is deleted only when it is empty', async () => {
  const { client, objects } = objectStore();
  objects.putObject(Bucket, 'k', 'x');

  await client.send(new HeadBucketCommand({ Bucket }));

  await expect(client.send(new HeadBucketCommand({ Bucket: 'other' }))).rejects.toMatchObject({ name: 'NotFound' });
  expect(() => objects.deleteBucket(Bucket)).toThrow('is not empty');
  expect(() => objects.createBucket(Bucket)).toThrow('exists already');
  objects.deleteObject(Bucket, 'k');
  objects.deleteBucket(Bucket);
  expect(() => objects.getObject(Bucket, 'k')).toThrow('does not exist');
});

test('a body that does not fit its checksum is refused', async () => {
  const { client } = objectStore();
  const put = (checksum: object) => client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...checksum }));

  await expect(put({ ChecksumSHA1: createHash('sha1').update('x').digest('base64') })).resolves.toBeDefined();
  await expect(put({ ChecksumSHA256: 'AAAA' })).rejects.toMatchObject({ name: 'BadDigest' });
  await expect(put({ ChecksumCRC64NVME: 'AAAA' })).rejects.toMatchObject({ name: 'NotImplemented' });
});

test('what is not simulated is refused instead of ignored', async () => {
  const { client } = objectStore();
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));

  const tagged = client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', Tagging: 'a=b' }));
  const version = client.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId: 'v1' }));
  const copy = client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/k` }));

  await expect(tagged).rejects.toMatchObject({ name: 'NotImplemented' });
  await expect(version).rejects.toMatchObject({ name: 'UnknownOperationException' });
  await expect(copy).rejects.toMatchObject({ name: 'NotImplemented' });
});

test("the product's artefact store works on it, for small and large artefacts", async () => {
  const { client } = objectStore();
  const store = s3ArtifactStore(client, Bucket);
  const large = content(9 * MEGABYTE);

  for (const bytes of [Buffer.from('small'), large, large]) {
    const stored = await store.write({ modelName: 'm', kind: 'models', name: 'model.json', content: bytes });
    expect(Buffer.compare(await store.read(stored), bytes)).toBe(0);
  }
});
