import { describe, expect, test } from 'vitest';
import { signedRecord, signedText, verifyRecord } from '../../../lib/domain/artifacts/record-signature.ts';
import { RecordBroken } from '../../../lib/domain/ports/adapter-errors.ts';
import { type VersionRecord, versionRecordSchema } from '../../../lib/domain/ports/version-record.ts';
import { sampleRecord } from '../../contracts/sample-version-record.ts';
import { inMemorySigner } from '../../in-memory/in-memory-signer.ts';

const signer = inMemorySigner();
const { signature: _, ...unsigned } = sampleRecord('1.4.0');

test('the signed text is canonical, and has everything but the signature', () => {
  const text = signedText(sampleRecord('1.4.0', { signature: 'c2lnbmVk' }));

  expect(text).toBe(signedText(unsigned));
  expect(JSON.parse(text)).toEqual(unsigned);
  const shuffled = Object.fromEntries(Object.entries(unsigned).reverse()) as typeof unsigned;
  expect(signedText(shuffled)).toBe(text);
});

test('a record is as it was signed after it was stored and read back', async () => {
  const record = await signedRecord(signer, unsigned);

  const readBack = versionRecordSchema.parse(JSON.parse(JSON.stringify(record)));

  await expect(verifyRecord(signer, readBack)).resolves.toBeUndefined();
});

describe('a record is broken', () => {
  const changes: [string, (record: VersionRecord) => VersionRecord][] = [
    ['without a signature', (record) => ({ ...record, signature: null })],
    ['with a signature that is none', (record) => ({ ...record, signature: 'x' })],
    ['with another verdict', (record) => ({ ...record, verdict: 'reject' })],
    ['with another number', (record) => ({ ...record, modelVersion: '1.4.1' })],
    ['with another model', (record) => ({ ...record, model: { ...record.model, sha256: 'f'.repeat(64) } })],
    ['with a better metric', (record) => ({ ...record, metrics: { ...record.metrics, auc: 0.99 } })],
    ['about another model', (record) => ({ ...record, modelName: 'other' })],
    ['as the baseline that it is not', (record) => ({ ...record, modelVersion: '0.0.0' })],
  ];

  test.each(changes)('%s', async (_, change) => {
    const record = change(await signedRecord(signer, unsigned));

    await expect(verifyRecord(signer, record)).rejects.toThrow(RecordBroken);
  });

  test('with the signature of another key, and the message says which record', async () => {
    const record = await signedRecord(inMemorySigner(), unsigned);

    await expect(verifyRecord(signer, record)).rejects.toThrow(
      'the version record 1.4.0 of churn should be what was signed, got other content: do not release it',
    );
  });
});

test('the baseline needs no signature; the version after it does', async () => {
  await expect(verifyRecord(signer, sampleRecord('0.0.0'))).resolves.toBeUndefined();
  await expect(verifyRecord(signer, sampleRecord('0.0.1'))).rejects.toThrow('should be signed, got no signature');
});
