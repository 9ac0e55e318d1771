import type { FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { s3DefinitionSource } from '../../lib/aws/s3-definition-source.ts';
import { sha256Hex } from '../../lib/domain/content-hash.ts';
import { InvalidDefinition } from '../../lib/domain/errors.ts';
import { ArtifactHashMismatch, ArtifactMissing } from '../../lib/domain/ports/adapter-errors.ts';
import { definitionWith, smallest } from '../domain/definition/definition-samples.ts';
import { createBucket, startObjectStore } from './wire/s3-stand-in.ts';

let server: FauxqsServer;

beforeAll(async () => {
  server = await startObjectStore();
});
afterAll(() => server.stop());

const KEY = 'definitions/bank-marketing.json';

/** A bucket with a definition, and the source of what was deployed. */
async function setUp(deployed: unknown, stored = deployed) {
  const bucket = createBucket(server);
  const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  await bucket.spoil(KEY, bytes(stored));
  const source = s3DefinitionSource(bucket.client, {
    DEFINITION_BUCKET_NAME: bucket.bucketName,
    DEFINITION_KEY: KEY,
    DEFINITION_SHA256: sha256Hex(bytes(deployed)),
  });
  return { source, store: (value: unknown) => bucket.spoil(KEY, bytes(value)), ...bucket };
}

test('the definition is read as it was deployed, its policy filled in', async () => {
  const { source } = await setUp(smallest);

  expect(await source()).toEqual(definitionWith({}));
});

test('it is read once, also by two that ask at the same time', async () => {
  const { source, store } = await setUp(smallest);
  const [one, other] = await Promise.all([source(), source()]);
  await store({ ...smallest, target: 'another' });

  expect(other).toBe(one);
  expect(await source()).toBe(one);
});

test('other bytes than those deployed are refused before anybody reads them', async () => {
  const { source } = await setUp(smallest, { ...smallest, target: 'another' });

  await expect(source()).rejects.toThrow(ArtifactHashMismatch);
});

test.each([
  ['no JSON', '{"name":'],
  ['nothing', ''],
])('they are refused as other bytes also when they are %s', async (_, text) => {
  const { source, bucketName, spoil } = await setUp(smallest);
  await spoil(KEY, new TextEncoder().encode(text));

  await expect(source()).rejects.toThrow(ArtifactHashMismatch);
  await expect(source()).rejects.toThrow(`s3://${bucketName}/${KEY} should have the sha256`);
});

test('a read that failed is tried again by the next one who asks', async () => {
  const { source, store } = await setUp(smallest, { ...smallest, target: 'another' });
  await expect(source()).rejects.toThrow(ArtifactHashMismatch);
  await store(smallest);

  expect((await source()).target).toBe('y');
});

test('a definition that is not there is named by its key', async () => {
  const { client, bucketName } = await setUp(smallest);
  const source = s3DefinitionSource(client, {
    DEFINITION_BUCKET_NAME: bucketName,
    DEFINITION_KEY: 'definitions/other.json',
    DEFINITION_SHA256: 'a'.repeat(64),
  });

  await expect(source()).rejects.toThrow(ArtifactMissing);
  await expect(source()).rejects.toThrow(/definitions\/other\.json/);
});

test('a definition that another release of the contract wrote is refused with its place and its faults', async () => {
  const { source, bucketName } = await setUp({ ...smallest, unheard: true });

  await expect(source()).rejects.toThrow(InvalidDefinition);
  await expect(source()).rejects.toThrow(`s3://${bucketName}/${KEY}`);
});
