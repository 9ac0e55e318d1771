import type { FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll } from 'vitest';
import { s3DecisionRecords } from '../../lib/aws/s3-decision-records.ts';
import { inMemoryDecisionRecords } from '../in-memory/in-memory-decision-records.ts';
import { decisionRecordsContract } from './decision-records-contract.ts';
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

decisionRecordsContract('decisions in memory', async () => {
  const records = inMemoryDecisionRecords();
  return { records, spoil: async (key, text) => void records.objects.set(key, text) };
});

decisionRecordsContract('decisions in S3, where write-once is enforced', async () => {
  const { client, bucketName, spoil } = createBucket(server, strict.endpoint);
  return {
    records: s3DecisionRecords(client, bucketName),
    spoil: (key, text) => spoil(key, new TextEncoder().encode(text)),
  };
});
