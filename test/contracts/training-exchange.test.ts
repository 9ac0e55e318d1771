import type { FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3TrainingExchange } from '../../lib/aws/s3-training-exchange.ts';
import { ArtifactBroken, ArtifactMissing } from '../../lib/domain/ports/adapter-errors.ts';
import type { TrainingExchange } from '../../lib/domain/ports/training-exchange.ts';
import { inMemoryTrainingExchange } from '../in-memory/in-memory-training-exchange.ts';
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

const inS3 = () => {
  const { client, bucketName } = createBucket(server, strict.endpoint);
  return s3TrainingExchange(client, bucketName);
};

describe.each<[string, () => TrainingExchange]>([
  ['in memory', inMemoryTrainingExchange],
  ['in S3 where write-once is enforced', inS3],
])('an exchange %s', (_, create) => {
  const bytes = new TextEncoder().encode('y,age\n1,42\n');

  test('gives what was written, as long as that is no more than the most', async () => {
    const exchange = create();
    await exchange.write('churn/exchanges/one/rows/train.csv', bytes);

    expect(await exchange.read('churn/exchanges/one/rows/train.csv', bytes.length)).toEqual(bytes);
    await expect(exchange.read('churn/exchanges/one/rows/train.csv', bytes.length - 1)).rejects.toThrow(ArtifactBroken);
  });

  test('keeps what was written first', async () => {
    const exchange = create();
    await exchange.write('churn/exchanges/one/model', bytes);
    await exchange.write('churn/exchanges/one/model', new Uint8Array(3));

    expect(await exchange.read('churn/exchanges/one/model', 100)).toEqual(bytes);
  });

  test('misses what nobody wrote', async () => {
    await expect(create().read('churn/exchanges/one/model', 100)).rejects.toThrow(ArtifactMissing);
  });
});
