import { AwsError, type Operations } from '../aws-error.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { byteRange } from './byte-range.ts';
import { MultipartUploads } from './multipart-uploads.ts';
import { checksumAlgorithm, checksumMembers, sentChecksum } from './object-checksums.ts';
import type { ObjectProperties, ObjectStore, ObjectWriting, StoredObject } from './object-store.ts';

type Input = Readonly<Record<string, unknown>>;

const keptProperties = ['ContentType', 'ContentEncoding', 'ContentLanguage', 'ContentDisposition', 'CacheControl'];

/** S3's API as the SDK words it; bodies are bytes, times epoch seconds. */
export function objectOperations(store: ObjectStore, random: SeededRandom): Operations {
  const uploads = new MultipartUploads(store, random.fork('upload ids'));
  return { ...readOperations(store), ...writeOperations(store), ...uploadOperations(uploads) };
}

function readOperations(store: ObjectStore): Operations {
  return {
    HeadBucket: (input) => store.requireBucket(text(input, 'Bucket')),
    HeadObject: (input) => described(store.getObject(text(input, 'Bucket'), text(input, 'Key'))),
    GetObject(input) {
      const object = store.getObject(text(input, 'Bucket'), text(input, 'Key'));
      const length = object.content.byteLength;
      const range = byteRange(optionalText(input, 'Range'), length);
      if (range === undefined) return { ...described(object), Body: object.content };
      const { first, last } = range;
      const Body = object.content.subarray(first, last + 1);
      const ContentRange = `bytes ${first}-${last}/${length}`;
      // the checksum is that of the whole object
      return { ...described({ ...object, checksum: null }), ContentLength: Body.byteLength, ContentRange, Body };
    },
    ListObjectsV2: (input) => listed(store, input),
  };
}

function writeOperations(store: ObjectStore): Operations {
  return {
    PutObject(input) {
      const content = body(input);
      const writing = { ...about(input), ...conditions(input), checksum: sentChecksum(input, content) };
      const { etag, checksum } = store.putObject(text(input, 'Bucket'), text(input, 'Key'), content, writing);
      return { ETag: quoted(etag), ...checksumMembers(checksum) };
    },
    DeleteObject: (input) => store.deleteObject(text(input, 'Bucket'), text(input, 'Key')),
  };
}

function uploadOperations(uploads: MultipartUploads): Operations {
  return {
    CreateMultipartUpload(input) {
      const algorithm = input.ChecksumAlgorithm === undefined ? null : checksumAlgorithm(input.ChecksumAlgorithm);
      const [Bucket, Key] = [text(input, 'Bucket'), text(input, 'Key')];
      const UploadId = uploads.begin({
        bucketName: Bucket,
        key: Key,
        writing: about(input),
        checksumAlgorithm: algorithm,
        fullObjectChecksum: input.ChecksumType === 'FULL_OBJECT',
      });
      return { Bucket, Key, UploadId, ...(algorithm && { ChecksumAlgorithm: algorithm }) };
    },
    UploadPart(input) {
      const content = body(input);
      const checksum = sentChecksum(input, content);
      const part = uploads.putPart(text(input, 'UploadId'), Number(input.PartNumber), content, checksum);
      const { ChecksumType: _, ...shown } = checksumMembers(part.checksum);
      return { ETag: quoted(part.etag), ...shown };
    },
    CompleteMultipartUpload(input) {
      const [Bucket, Key] = [text(input, 'Bucket'), text(input, 'Key')];
      const { Parts } = input.MultipartUpload as { Parts: readonly { PartNumber: number; ETag: string }[] };
      const named = Parts.map(({ PartNumber, ETag }) => ({ partNumber: PartNumber, etag: ETag }));
      const { etag, checksum } = uploads.complete(text(input, 'UploadId'), named, conditions(input));
      return { Bucket, Key, ETag: quoted(etag), ...checksumMembers(checksum) };
    },
    AbortMultipartUpload: (input) => uploads.abort(text(input, 'UploadId')),
  };
}

function listed(store: ObjectStore, input: Input) {
  const [Bucket, Prefix, Delimiter] = [
    text(input, 'Bucket'),
    optionalText(input, 'Prefix'),
    optionalText(input, 'Delimiter'),
  ];
  const token = optionalText(input, 'ContinuationToken');
  const MaxKeys = Math.min(Number(input.MaxKeys ?? 1000), 1000);
  const after = token === undefined ? optionalText(input, 'StartAfter') : Buffer.from(token, 'base64').toString();
  const request = { prefix: Prefix ?? '', delimiter: Delimiter ?? '', after: after ?? '', limit: MaxKeys };
  const { keys, commonPrefixes, next } = store.page(Bucket, request);
  return {
    Name: Bucket,
    Prefix: Prefix ?? '',
    Delimiter,
    MaxKeys,
    KeyCount: keys.length + commonPrefixes.length,
    IsTruncated: next !== null,
    NextContinuationToken: next === null ? undefined : Buffer.from(next).toString('base64'),
    Contents: keys.map((key) => listedObject(store.getObject(Bucket, key))),
    CommonPrefixes: commonPrefixes.map((common) => ({ Prefix: common })),
  };
}

function listedObject({ key, content, etag, lastModified }: StoredObject) {
  const Size = content.byteLength;
  return { Key: key, LastModified: lastModified / 1000, ETag: quoted(etag), Size, StorageClass: 'STANDARD' };
}

function described({ content, etag, lastModified, properties, metadata, checksum }: StoredObject) {
  const plain = { ContentLength: content.byteLength, ETag: quoted(etag), LastModified: lastModified / 1000 };
  return { ...plain, ...properties, Metadata: metadata, ...checksumMembers(checksum) };
}

function about(input: Input): Pick<ObjectWriting, 'properties' | 'metadata'> {
  const given = keptProperties.flatMap((name) => {
    const value = optionalText(input, name);
    return value === undefined ? [] : [[name, value]];
  });
  const metadata = (input.Metadata ?? {}) as Readonly<Record<string, string>>;
  return { properties: Object.fromEntries(given) as ObjectProperties, metadata };
}

function conditions(input: Input): Pick<ObjectWriting, 'ifMatch' | 'ifNoneMatch'> {
  const [ifMatch, ifNoneMatch] = [optionalText(input, 'IfMatch'), optionalText(input, 'IfNoneMatch')];
  return { ...(ifMatch && { ifMatch }), ...(ifNoneMatch && { ifNoneMatch }) };
}

function body({ Body }: Input): Uint8Array {
  if (Body === undefined) return new Uint8Array();
  if (typeof Body === 'string') return Buffer.from(Body);
  if (Body instanceof Uint8Array) return Body;
  throw new AwsError('InvalidArgument', `'Body' should be bytes, got ${typeof Body}`);
}

function text(input: Input, name: string): string {
  const value = optionalText(input, name);
  if (value !== undefined && value !== '') return value;
  throw new AwsError('InvalidArgument', `'${name}' should be a text, got nothing`);
}

function optionalText(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new AwsError('InvalidArgument', `'${name}' should be a text, got ${JSON.stringify(value)}`);
}

function quoted(etag: string): string {
  return `"${etag}"`;
}
