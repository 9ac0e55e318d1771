import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { clientConfig } from './client-config.ts';
import { forwardTo } from './forward.ts';
import { startWire, type Wire, type WireRequest, type WireResponse } from './wire.ts';

/** S3, SNS and SQS in this process. */
export function startObjectStore(): Promise<FauxqsServer> {
  return startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
}

let buckets = 0;

/** A new and empty bucket, and a client for it that goes through `endpoint`. */
export function createBucket(server: FauxqsServer, endpoint = server.address) {
  buckets += 1;
  const bucketName = `artefacts-${buckets}`;
  server.createBucket(bucketName);
  const client = new S3Client({ ...clientConfig(endpoint), forcePathStyle: true });
  return {
    client,
    bucketName,
    async spoil(key: string, content: Uint8Array) {
      await client.send(new PutObjectCommand({ Bucket: bucketName, Key: key, Body: content }));
    },
    async keys() {
      const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: bucketName }));
      return (Contents ?? []).flatMap(({ Key }) => (Key ? [Key] : []));
    },
  };
}

/**
 * What the stand-in lacks and the bucket on AWS has: a conditional write of a key that is taken is refused, and a role
 * without `s3:ListBucket` is not told whether a key exists.
 */
export function startStrictBuckets(endpoint: string): Promise<Wire> {
  const forward = forwardTo(endpoint);
  const exists = async ({ path, headers }: WireRequest) => {
    const [pathname = ''] = path.split('?');
    const head = { method: 'HEAD', path: pathname, headers: { host: headers.host ?? '' }, body: Buffer.alloc(0) };
    const answer = await forward(head);
    return answer !== 'lost' && answer.status === 200;
  };
  return startWire(async (request) => {
    const { method, headers } = request;
    if (headers['if-none-match'] === '*' && (await exists(request))) return refusal(412, 'PreconditionFailed');
    const answer = await forward(request);
    if (method !== 'GET' || answer === 'lost' || answer.status !== 404) return answer;
    return refusal(403, 'AccessDenied');
  });
}

export function refusal(status: number, code: string): WireResponse {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}
