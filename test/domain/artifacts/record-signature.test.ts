import fc from 'fast-check';
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

  test('with another value in any field, whichever it is', async () => {
    const full = sampleRecord('1.4.0', {
      execution: 'arn:aws:states:eu-west-1:123456789012:execution:retrain:monday',
      comparison: { key: 'churn/comparisons/x/comparison.json', sha256: 'c'.repeat(64), bytes: 7 },
      lineage: {
        ...sampleRecord('1.4.0').lineage,
        snapshot: { key: 'churn/snapshots/x/snapshot.json', sha256: 'd'.repeat(64), bytes: 8 },
        window: { from: '2025-12-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' },
      },
    });
    const record = await signedRecord(signer, full);
    const paths = fieldsOf(record);
    expect(paths.map((path) => path.join('.'))).toEqual(
      expect.arrayContaining(['model.key', 'model.sha256', 'verdict']),
    );

    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), otherValues, async (path, value) => {
        // a signature is a text or none, as the schema has it
        fc.pre(valueIn(record, path) !== value && (path[0] !== 'signature' || typeof value === 'string'));
        await expect(verifyRecord(signer, withValue(record, path, value))).rejects.toThrow(RecordBroken);
      }),
      { numRuns: 500 },
    );
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

type Path = readonly string[];
type Fields = Readonly<Record<string, unknown>>;

const otherValues = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Paths of all values in a record, those in its parts included. */
function fieldsOf(value: Fields, path: Path = []): Path[] {
  return Object.entries(value).flatMap(([name, inner]) =>
    isFields(inner) ? fieldsOf(inner, [...path, name]) : [[...path, name]],
  );
}

function valueIn(value: unknown, [name, ...rest]: Path): unknown {
  return name === undefined || !isFields(value) ? value : valueIn(value[name], rest);
}

function withValue<Value>(whole: Value, [name, ...rest]: Path, value: unknown): Value {
  if (name === undefined || !isFields(whole)) return value as Value;
  return { ...whole, [name]: withValue(whole[name], rest, value) };
}
