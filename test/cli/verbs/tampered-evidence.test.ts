import { beforeEach, describe, expect, test } from 'vitest';
import { signedText } from '../../../lib/domain/artifacts/record-signature.ts';
import type { Evidence } from '../../../lib/domain/evidence/evidence.ts';
import { withRollback } from '../../in-memory/audited-release.ts';
import { inMemorySigner } from '../../in-memory/in-memory-signer.ts';
import { evidenceFolder, keyOn, offlineJson } from '../evidence/evidence-folder.ts';

const release = await withRollback();
let folder: ReturnType<typeof evidenceFolder>;
beforeEach(() => {
  folder = evidenceFolder(release);
});

const otherKey = keyOn('P-256');

const entryTexts = ({ entries }: Evidence, place: number) => {
  const entry = entries[place];
  if (entry === undefined) throw new Error(`the ledger should have an entry ${place + 1}`);
  return entry;
};

describe('of an exported file that was changed, verify --file names', () => {
  test.each<[string, (evidence: Evidence) => void, string, string]>([
    [
      'an entry that was changed',
      (evidence) => {
        const entry = entryTexts(evidence, 8);
        entry.text = entry.text.replace('wrong scores since noon', 'by mistake');
      },
      'ledger entries',
      "entry 9 of churn: an entry's text should have the hash",
    ],
    [
      'an entry that was removed from the middle',
      ({ entries }) => void entries.splice(4, 1),
      'ledger entries',
      'entry 6 of churn stands where entry 5 should',
    ],
    [
      'entries that were cut off at the end',
      ({ entries }) => void entries.pop(),
      'witnesses',
      'the alias was written for entry 9, the newest entry is 8',
    ],
    [
      'entries that were swapped',
      (evidence) => {
        const [one, other] = [entryTexts(evidence, 3), entryTexts(evidence, 4)];
        evidence.entries.splice(3, 2, other, one);
      },
      'ledger entries',
      'entry 5 of churn stands where entry 4 should',
    ],
    [
      'a record that was changed',
      ({ records }) => {
        for (const record of records) record.metrics.auc = 0.99;
      },
      'version records',
      'the version record 1.0.0 of churn should be what was signed',
    ],
    [
      'the key, which does not fit the signatures',
      (evidence) => {
        evidence.publicKey = otherKey;
      },
      'version records',
      'the version record 1.0.0 of churn should be what was signed',
    ],
    [
      'an alias that points elsewhere',
      ({ alias }) => void (alias && Object.assign(alias, { functionVersion: '2' })),
      'alias',
      'the alias points to function version 2, the ledger says function version 1',
    ],
    [
      'a function version with other code',
      ({ functionVersions }) => void functionVersions.map((one) => Object.assign(one, { codeSha256: 'b3RoZXI=' })),
      'function versions',
      'function version 1 of the champion 0.0.0 should have the code',
    ],
  ])('%s', async (_, change, what, finding) => {
    const { exitCode, json } = await offlineJson('--file', await folder.tampered(change));

    expect({ exitCode, sound: json.sound }).toEqual({ exitCode: 1, sound: false });
    const check = json.checks.find((one: { what: string }) => one.what === what);
    expect(check.findings).toContainEqual(expect.stringContaining(finding));
  });

  test('a key that was exchanged together with all signatures, when the true one is pinned', async () => {
    const forger = inMemorySigner();
    const file = await folder.tampered(async (evidence) => {
      evidence.publicKey = await forger.publicKey();
      for (const record of evidence.records)
        if (record.signature !== null) record.signature = await forger.sign(signedText(record));
    });

    const trusting = await offlineJson('--file', file);
    const pinning = await offlineJson('--file', file, '--public-key', await folder.keyFile());

    expect(trusting.json).toMatchObject({ sound: true, unchecked: expect.arrayContaining(['signing key']) });
    expect(pinning.exitCode).toBe(1);
    const found = pinning.json.checks.filter(({ findings }: { findings: string[] }) => findings.length > 0);
    expect(found.map(({ what }: { what: string }) => what)).toEqual(['version records', 'signing key']);
  });
});
