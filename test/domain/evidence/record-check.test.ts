import { describe, expect, test } from 'vitest';
import { signedRecord } from '../../../lib/domain/artifacts/record-signature.ts';
import type { VersionRecord } from '../../../lib/domain/ports/version-record.ts';
import { sampleRecord } from '../../contracts/sample-version-record.ts';
import { inMemorySigner } from '../../in-memory/in-memory-signer.ts';
import { soundModel } from './sound-model.ts';

const { release, sound, findings } = await soundModel();

const withRecord = (change: (record: VersionRecord) => VersionRecord) =>
  sound.records.map((record) => (record.modelVersion === '1.0.0' ? change(record) : record));

describe('among the version records it finds', () => {
  test('one that was changed', async () => {
    expect(await findings({ records: withRecord((record) => ({ ...record, metrics: { auc: 0.99 } })) })).toEqual([
      'version records: the version record 1.0.0 of churn should be what was signed, got other content: do not release it',
    ]);
  });

  test('one with the signature of another', async () => {
    const { signature } = await signedRecord(release.signer, sampleRecord('1.1.0'));

    expect(await findings({ records: withRecord((record) => ({ ...record, signature })) })).toEqual([
      expect.stringContaining('1.0.0 of churn should be what was signed'),
    ]);
  });

  test('one that is signed and yet about another artefact than the ledger', async () => {
    const { model } = sampleRecord('2.0.0');
    const other = await signedRecord(release.signer, sampleRecord('1.0.0', { model }));

    expect(await findings({ records: withRecord(() => other) })).toEqual([
      'version records: the record of 1.0.0 names another artefact than the ledger',
      'version records: function version 2 is pinned to another artefact than the record of 1.0.0 names',
    ]);
  });

  test('one that is under two numbers', async () => {
    const [one] = sound.records;
    if (one === undefined) throw new Error('a record');

    expect(await findings({ records: [...sound.records, one] })).toEqual([
      `version records: ${one.modelVersion} has two records`,
    ]);
  });

  test('one that is missing, and one that could not be read', async () => {
    const records = sound.records.filter(({ modelVersion }) => modelVersion !== '1.0.0');

    expect(await findings({ records, unreadable: ['a version record of churn is not one'] })).toEqual([
      'version records: a version record of churn is not one',
      'version records: 1.0.0 is in the ledger and has no record',
    ]);
  });

  test('all of them when they were signed with another key', async () => {
    expect(await findings({}, inMemorySigner())).toEqual([
      expect.stringContaining('1.0.0 of churn should be what was'),
    ]);
  });
});
