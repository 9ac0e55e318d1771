import { describe, expect, test } from 'vitest';
import { type Evidence, frozenVersion, parseEvidence } from '../../../lib/domain/evidence/evidence.ts';
import { EvidenceBroken } from '../../../lib/domain/ports/adapter-errors.ts';
import { sampleRecord } from '../../contracts/sample-version-record.ts';
import { fakeClock } from '../../in-memory/fake-clock.ts';
import { inMemoryLambda } from '../../in-memory/in-memory-lambda.ts';

const evidence: Evidence = {
  schema: 'ratchet.evidence/1',
  modelName: 'churn',
  platformName: 'ratchet',
  place: 'AWS eu-west-1',
  collectedAt: '2026-01-05T00:00:00.000Z',
  entries: [{ text: 'whatever stands there', hash: 'whatever it is' }],
  records: [sampleRecord('0.0.0'), sampleRecord('1.0.0', { signature: 'c2lnbmVk' })],
  unreadable: [],
  publicKey: '-----BEGIN PUBLIC KEY-----',
  alias: { functionVersion: '1', canary: { functionVersion: '2', weight: 0.1 }, description: 'seq=1' },
  functionVersions: [],
  newestNotice: null,
};

test('evidence comes back as it was written, its entries unread', () => {
  expect(parseEvidence(JSON.stringify(evidence), 'e.json')).toEqual(evidence);
});

describe('no evidence, and it is said why, is', () => {
  const refusal = (text: string) => () => parseEvidence(text, 'e.json');

  test.each([
    ['what is cut off', JSON.stringify(evidence).slice(0, -1), 'e.json should be JSON'],
    ['nothing', '', 'e.json should be JSON'],
    ['null', 'null', 'the whole input should be a object, got null'],
    [
      'something else',
      '{"schema": "ratchet.model/1"}',
      `'schema' should be "ratchet.evidence/1", got "ratchet.model/1"`,
    ],
  ])('%s', (_, text, message) => {
    expect(refusal(text)).toThrow(EvidenceBroken);
    expect(refusal(text)).toThrow(message);
  });

  test.each<[string, object, string]>([
    ['a surplus field', { note: 'x' }, "'note' should not be there"],
    ['an entry that is no text', { entries: [{ text: 1, hash: 'x' }] }, "'entries[0].text' should be a string, got 1"],
    ['an alias on no version', { alias: { ...evidence.alias, functionVersion: '$LATEST' } }, "'alias.functionVersion'"],
    ['a negative notice', { newestNotice: -1 }, "'newestNotice' should be above 0, got -1"],
  ])('one with %s', (_, change, message) => {
    expect(refusal(JSON.stringify({ ...evidence, ...change }))).toThrow(message);
  });

  test('one with many faults, of which the first are named', () => {
    const entries = Array.from({ length: 30 }, () => ({ text: 1, hash: 'x' }));

    expect(refusal(JSON.stringify({ ...evidence, entries }))).toThrow(/'entries\[4\]\.text' .*; and 25 more$/);
  });

  test('one of another schema, of which nothing else is said', () => {
    const other = { schema: 'ratchet.evidence/2', modelName: 1 };

    expect(refusal(JSON.stringify(other))).toThrow(/^(?!.*modelName).*'schema' should be/);
  });
});

test('of a function version the pin is kept, and none of its other variables', () => {
  const lambda = inMemoryLambda(fakeClock());
  lambda.deploy('predict', { environment: { MODEL_VERSION: '1.0.0', RELEASE_KEY: 'key', SECRET: 'x' } });
  const { configuration } = lambda.find('predict').latest;

  expect(frozenVersion({ ...configuration, functionVersion: '7' })).toEqual({
    functionArn: configuration.functionArn,
    functionVersion: '7',
    roleArn: configuration.roleArn,
    codeSha256: configuration.codeSha256,
    environment: { MODEL_VERSION: '1.0.0', MODEL_KEY: null, MODEL_SHA256: null, RELEASE_KEY: 'key' },
  });
});
