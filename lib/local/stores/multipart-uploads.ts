import { AwsError } from '../aws-error.ts';
import { type SeededRandom, seededUuid } from '../seeded-random.ts';
import { type ChecksumAlgorithm, checksumOf, compositeChecksum, md5, type ObjectChecksum } from './object-checksums.ts';
import type { ObjectStore, ObjectWriting, StoredObject } from './object-store.ts';

/** Every part but the last. */
const LEAST_PART_BYTES = 5 * 1024 * 1024;

export interface UploadBegin {
  readonly bucketName: string;
  readonly key: string;
  readonly writing: Pick<ObjectWriting, 'properties' | 'metadata'>;
  readonly checksumAlgorithm: ChecksumAlgorithm | null;
  /** Whether the finished object gets a checksum of its content instead of one of its parts' checksums. */
  readonly fullObjectChecksum: boolean;
}

interface Part {
  readonly content: Uint8Array;
  readonly etag: string;
  readonly checksum: ObjectChecksum | null;
}

/** A part as the caller names it at the end. */
export interface NamedPart {
  readonly partNumber: number;
  readonly etag: string;
}

interface Upload extends UploadBegin {
  readonly parts: Map<number, Part>;
}

/** Uploads that have begun and are not finished. */
export class MultipartUploads {
  private readonly store: ObjectStore;
  private readonly random: SeededRandom;
  private readonly uploads = new Map<string, Upload>();

  constructor(store: ObjectStore, random: SeededRandom) {
    this.store = store;
    this.random = random;
  }

  begin(upload: UploadBegin): string {
    this.store.requireBucket(upload.bucketName);
    const id = seededUuid(this.random);
    this.uploads.set(id, { ...upload, parts: new Map() });
    return id;
  }

  putPart(id: string, partNumber: number, content: Uint8Array, checksum: ObjectChecksum | null): Part {
    const { checksumAlgorithm, parts } = this.find(id);
    const own = checksum ?? (checksumAlgorithm && checksumOf(checksumAlgorithm, content));
    const part = { content: Buffer.from(content), etag: md5(content).toString('hex'), checksum: own };
    parts.set(partNumber, part);
    return part;
  }

  complete(
    id: string,
    named: readonly NamedPart[],
    conditions: Pick<ObjectWriting, 'ifMatch' | 'ifNoneMatch'>,
  ): StoredObject {
    const upload = this.find(id);
    const parts = namedParts(upload, named);
    const content = Buffer.concat(parts.map((part) => part.content));
    const joined = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex')));
    const etag = `${md5(joined).toString('hex')}-${parts.length}`;
    const writing = { ...upload.writing, ...conditions, etag, checksum: wholeChecksum(upload, parts, content) };
    const object = this.store.putObject(upload.bucketName, upload.key, content, writing);
    this.uploads.delete(id);
    return object;
  }

  abort(id: string): void {
    this.find(id);
    this.uploads.delete(id);
  }

  private find(id: string): Upload {
    const upload = this.uploads.get(id);
    if (upload === undefined) throw new AwsError('NoSuchUpload', 'The specified upload does not exist.', 404);
    return upload;
  }
}

function namedParts({ parts }: Upload, named: readonly NamedPart[]): Part[] {
  const isRising = named.every(({ partNumber }, index) => partNumber > (named[index - 1]?.partNumber ?? 0));
  if (!isRising) throw new AwsError('InvalidPartOrder', 'The list of parts was not in ascending order.');
  const found = named.map(({ partNumber, etag }) => {
    const part = parts.get(partNumber);
    if (part?.etag === etag.replaceAll('"', '')) return part;
    throw new AwsError('InvalidPart', `Part ${partNumber} could not be found, or its ETag did not match.`);
  });
  if (found.length === 0) throw new AwsError('MalformedXML', 'You must specify at least one part');
  const small = found.slice(0, -1).some(({ content }) => content.byteLength < LEAST_PART_BYTES);
  if (small) throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  return found;
}

function wholeChecksum(
  { checksumAlgorithm, fullObjectChecksum }: Upload,
  parts: readonly Part[],
  content: Uint8Array,
): ObjectChecksum | null {
  if (checksumAlgorithm === null) return null;
  if (fullObjectChecksum) return checksumOf(checksumAlgorithm, content);
  return compositeChecksum(
    checksumAlgorithm,
    parts.flatMap(({ checksum }) => checksum ?? []),
  );
}
