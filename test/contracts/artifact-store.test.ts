import type { FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll } from 'vitest';
import { s3ArtifactStore } from '../../lib/aws/s3-artifact-store.ts';
import { inMemoryArtifactStore } from '../in-memory/in-memory-artifact-store.ts';
import { artifactStoreContract } from './artifact-store-contract.ts';
import { createBucket, startObjectStore, startStrictBuckets } from './wire/s3-stand-in.ts';
import type { Wire } from './wire/wire.ts';

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

artifactStoreContract('artefacts in memory', async () => {
  const store = inMemoryArtifactStore();
  return {
    store,
    spoil: async (key, content) => void store.objects.set(key, content),
    keys: async () => [...store.objects.keys()],
  };
});

artifactStoreContract('artefacts in S3 where conditional writes are ignored', async () => {
  const bucket = createBucket(server);
  return { ...bucket, store: s3ArtifactStore(bucket.client, bucket.bucketName) };
});

artifactStoreContract('artefacts in S3 where write-once is enforced and listing is not allowed', async () => {
  const bucket = createBucket(server, strict.endpoint);
  return { ...bucket, store: s3ArtifactStore(bucket.client, bucket.bucketName) };
});
