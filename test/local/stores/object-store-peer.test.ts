import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventLog } from '../../../lib/local/event-log.ts';
import { seededRandom } from '../../../lib/local/seeded-random.ts';
import { objectOperations } from '../../../lib/local/stores/object-operations.ts';
import { ObjectStore } from '../../../lib/local/stores/object-store.ts';
import { clientConfig } from '../../contracts/wire/client-config.ts';
import { inProcessServices } from '../endpoints/in-process-services.ts';

const Bucket = 'peer-bucket';
const Key = 'folder/key';

let peer: FauxqsServer;
let clients: readonly S3Client[];

beforeAll(async () => {
  peer = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  peer.createBucket(Bucket);
  const objects = new ObjectStore({ clock: { now: () => 0 }, log: new EventLog(() => 0) });
  objects.createBucket(Bucket);
  const services = inProcessServices({ s3: objectOperations(objects, seededRandom('peer')) });
  clients = [
    new S3Client(services.config('s3')),
    new S3Client({ ...clientConfig(peer.address), forcePathStyle: true }),
  ];
});
afterAll(() => peer.stop());

/** What both answer, without what is only one's own: times, ids and headers. */
async function both(play: (client: S3Client) => Promise<object>): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (const client of clients) answers.push(comparable(await play(client)));
  return answers;
}

function comparable(answer: object): unknown {
  const {
    $metadata: _,
    LastModified: __,
    UploadId: ___,
    Location: ____,
    Body,
    ...own
  } = { Body: undefined, ...answer } as Record<string, unknown>;
  const { Contents = [], ...rest } = own as { Contents?: { LastModified?: Date }[] };
  const listed = Contents.map(({ LastModified: _, ...object }) => object);
  return JSON.parse(JSON.stringify({ ...rest, listed, body: Body }));
}

async function read(client: S3Client, input: Partial<GetObjectCommandInput>) {
  const { Body, ...answer } = await client.send(new GetObjectCommand({ Bucket, Key, ...input }));
  return { ...answer, Body: await Body?.transformToString('base64') };
}

test('an object is put, read, described and deleted as by another S3', async () => {
  const ChecksumAlgorithm = 'SHA256';
  const put = {
    Bucket,
    Key,
    Body: '0123456789',
    ContentType: 'text/plain',
    Metadata: { a: 'b' },
    ChecksumAlgorithm,
  } as const;

  const answers = [
    await both((client) => client.send(new PutObjectCommand(put))),
    await both((client) => read(client, { ChecksumMode: 'ENABLED' })),
    await both((client) => read(client, { Range: 'bytes=2-4' })),
    await both((client) => read(client, { Range: 'bytes=-3' })),
    await both((client) => client.send(new HeadObjectCommand({ Bucket, Key }))),
    await both((client) => client.send(new DeleteObjectCommand({ Bucket, Key }))),
    await both((client) => read(client, {}).catch(({ name, message }: Error) => ({ name, message }))),
  ];

  for (const [own, other] of answers) expect(own).toEqual(other);
});

test('an upload in parts has the same ETag and checksum as by another S3', async () => {
  const [own, other] = await both(async (client) => {
    const target = { Bucket, Key: 'parts' };
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: 'SHA256' }),
    );
    const Parts = [];
    for (const PartNumber of [1, 2]) {
      const Body = Buffer.alloc(5 * 1024 * 1024, PartNumber);
      const part = { ...target, UploadId, PartNumber, Body, ChecksumAlgorithm: 'SHA256' } as const;
      const { ETag, ChecksumSHA256 } = await client.send(new UploadPartCommand(part));
      Parts.push({ PartNumber, ETag, ChecksumSHA256 });
    }
    const completion = { ...target, UploadId, MultipartUpload: { Parts } };
    const { ETag, ChecksumSHA256 } = await client.send(new CompleteMultipartUploadCommand(completion));
    return { Parts, ETag, ChecksumSHA256 };
  });

  expect(own).toEqual(other);
});

test.each<Partial<ListObjectsV2CommandInput>>([
  { Prefix: 'list/' },
  { Prefix: 'list/', Delimiter: '/' },
  { Prefix: 'list/', MaxKeys: 2 },
  { Prefix: 'list/', StartAfter: 'list/b/1' },
  { Prefix: 'list/x' },
])('the list %j is that of another S3', async (input) => {
  // no other letters: the peer sorts by the locale, S3 by bytes
  for (const name of ['b/2', 'a', 'b/1', 'c/x/y', 'd & <e>']) {
    await both((client) => client.send(new PutObjectCommand({ Bucket, Key: `list/${name}`, Body: name })));
  }

  const [own, other] = await both(async (client) => {
    const { Contents, CommonPrefixes, KeyCount, IsTruncated } = await client.send(
      new ListObjectsV2Command({ Bucket, ...input }),
    );
    return { Contents, CommonPrefixes, KeyCount, IsTruncated };
  });

  expect(own).toEqual(other);
});
