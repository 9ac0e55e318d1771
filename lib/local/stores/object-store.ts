import { AwsError } from '../aws-error.ts';
import type { EventLog } from '../event-log.ts';
import { AssetBucket } from './asset-bucket.ts';
import { md5, type ObjectChecksum } from './object-checksums.ts';
import { byteOrder, type ListingPage, type ListingRequest, listingPage } from './object-listing.ts';

/** What is kept with an object and shown again as it came, by its name in the API, such as `ContentType`. */
export type ObjectProperties = Readonly<Record<string, string>>;

export interface StoredObject {
  readonly key: string;
  readonly content: Uint8Array;
  /** Without quotes. */
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  readonly properties: ObjectProperties;
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum: ObjectChecksum | null;
}

/** What the writer of an object may say about it. */
export type ObjectWriting = Partial<Pick<StoredObject, 'etag' | 'properties' | 'metadata' | 'checksum'>> & {
  /** `*`: only where there is no such object. */
  readonly ifNoneMatch?: string;
  /** Only over the object with this ETag. */
  readonly ifMatch?: string;
};

interface Bucket {
  readonly objects: Map<string, StoredObject>;
  /** Null after a new key. */
  sorted: readonly string[] | null;
}

export interface ObjectStoreOptions {
  readonly clock: { now(): number };
  readonly log: EventLog;
}

/** S3's buckets in memory. Versions and locks are not simulated: whoever asks for them is refused. */
export class ObjectStore {
  private readonly options: ObjectStoreOptions;
  private readonly buckets = new Map<string, Bucket>();
  private readonly assetBuckets = new Map<string, AssetBucket>();

  constructor(options: ObjectStoreOptions) {
    this.options = options;
  }

  createBucket(name: string): void {
    if (this.buckets.has(name)) throw new AwsError('BucketAlreadyOwnedByYou', `${name} exists already`, 409);
    this.buckets.set(name, { objects: new Map(), sorted: [] });
  }

  /** Fails, as S3 does, while there are objects in it. */
  deleteBucket(name: string): void {
    if (this.bucket(name).objects.size > 0) throw new AwsError('BucketNotEmpty', `${name} is not empty`, 409);
    this.buckets.delete(name);
  }

  /** Makes assets of a cloud assembly readable; may be called for several stacks. */
  addAssets(bucketName: string, assets: ReadonlyMap<string, string>): void {
    const bucket = this.assetBuckets.get(bucketName) ?? new AssetBucket();
    this.assetBuckets.set(bucketName, bucket);
    bucket.add(assets);
  }

  /** Local path of an asset; undefined when there is none under that key. */
  assetPath(bucketName: string, key: string): string | undefined {
    return this.assetBuckets.get(bucketName)?.path(key);
  }

  bucketNames(): readonly string[] {
    return [...this.buckets.keys()];
  }

  requireBucket(name: string): void {
    if (!this.assetBuckets.has(name)) this.bucket(name);
  }

  putObject(bucketName: string, key: string, content: string | Uint8Array, writing: ObjectWriting = {}): StoredObject {
    if (this.assetBuckets.has(bucketName)) throw new AwsError('AccessDenied', `${bucketName} is read-only`, 403);
    const bucket = this.bucket(bucketName);
    refuseUnlessMet(bucket.objects.get(key), writing);
    if (!bucket.objects.has(key)) bucket.sorted = null;
    const object = newObject(key, Buffer.from(content), this.options.clock.now(), writing);
    bucket.objects.set(key, object);
    const { etag } = object;
    this.options.log.record('s3', 'object-written', {
      bucket: bucketName,
      key,
      bytes: object.content.byteLength,
      etag,
    });
    return object;
  }

  /** Puts an object back as it was; nothing is logged. */
  restoreObject(bucketName: string, object: StoredObject): void {
    const bucket = this.bucket(bucketName);
    bucket.objects.set(object.key, object);
    bucket.sorted = null;
  }

  getObject(bucketName: string, key: string): StoredObject {
    const object = this.assetBuckets.has(bucketName)
      ? this.asset(bucketName, key)
      : this.bucket(bucketName).objects.get(key);
    if (object === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
    return object;
  }

  deleteObject(bucketName: string, key: string): void {
    const bucket = this.bucket(bucketName);
    if (!bucket.objects.delete(key)) return;
    bucket.sorted = null;
    this.options.log.record('s3', 'object-deleted', { bucket: bucketName, key });
  }

  /** Every object whose key begins with the prefix, in the order of the keys. */
  listObjects(bucketName: string, prefix = ''): StoredObject[] {
    const { keys } = this.page(bucketName, { prefix, delimiter: '', after: '', limit: Number.POSITIVE_INFINITY });
    return keys.map((key) => this.getObject(bucketName, key));
  }

  page(bucketName: string, request: ListingRequest): ListingPage {
    return listingPage(this.sortedKeys(bucketName), request);
  }

  private sortedKeys(bucketName: string): readonly string[] {
    const assets = this.assetBuckets.get(bucketName);
    if (assets !== undefined) return sortedByBytes(assets.keys());
    const bucket = this.bucket(bucketName);
    bucket.sorted ??= sortedByBytes([...bucket.objects.keys()]);
    return bucket.sorted;
  }

  private asset(bucketName: string, key: string): StoredObject | undefined {
    const content = this.assetBuckets.get(bucketName)?.read(key);
    return content && newObject(key, content, this.options.clock.now(), {});
  }

  private bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
    return bucket;
  }
}

function newObject(key: string, content: Buffer, lastModified: number, writing: ObjectWriting): StoredObject {
  const { etag = md5(content).toString('hex'), properties = {}, metadata = {}, checksum = null } = writing;
  return { key, content, etag, lastModified, properties, metadata, checksum };
}

function refuseUnlessMet(existing: StoredObject | undefined, { ifNoneMatch, ifMatch }: ObjectWriting): void {
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw new AwsError('NotImplemented', `If-None-Match of a write should be *, got ${ifNoneMatch}`, 501);
  }
  if (ifMatch !== undefined && existing === undefined) {
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  }
  const taken = ifNoneMatch === '*' && existing !== undefined;
  const changed = ifMatch !== undefined && ifMatch.replaceAll('"', '') !== existing?.etag;
  if (!taken && !changed) return;
  throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
}

function sortedByBytes(keys: readonly string[]): readonly string[] {
  const ordered = keys.map((key) => ({ key, order: byteOrder(key) }));
  return ordered.sort((one, other) => (one.order < other.order ? -1 : 1)).map(({ key }) => key);
}
