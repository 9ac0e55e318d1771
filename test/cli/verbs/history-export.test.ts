import { readFileSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Evidence } from '../../../lib/domain/evidence/evidence.ts';
import { withRollback } from '../../in-memory/audited-release.ts';
import { connectionTo, ratchet } from '../cli-set-up.ts';
import { evidenceFolder, offline } from '../evidence/evidence-folder.ts';

const release = await withRollback();
let folder: ReturnType<typeof evidenceFolder>;
beforeEach(() => {
  folder = evidenceFolder(release);
});

describe('history --export', () => {
  test('writes all evidence into one file, and says what and with which hash', async () => {
    const file = folder.inFolder('evidence.json');

    const { stdout } = await ratchet(['history', '--export', file], connectionTo(release), { columns: 140 });

    expect(stdout).toMatch(/^wrote 9 entries and 2 version records of churn to .*, with the SHA-256\s[0-9a-f]{64}\n$/);
    const evidence: Evidence = JSON.parse(readFileSync(file, 'utf8'));
    expect(evidence).toMatchObject({ schema: 'ratchet.evidence/1', modelName: 'churn', place: 'AWS eu-west-1' });
    expect(evidence.publicKey).toBe(await release.signer.publicKey());
    expect(evidence.functionVersions.map(({ functionVersion }) => functionVersion)).toEqual(['1', '2']);
  });

  test('writes nothing but the evidence to standard output, with --json or without', async () => {
    const plain = await ratchet(['history', '--export', '-'], connectionTo(release));
    const json = await ratchet(['history', '--export', '-', '--json'], connectionTo(release));

    expect(JSON.parse(plain.stdout)).toEqual(JSON.parse(json.stdout));
    writeFileSync(folder.inFolder('piped.json'), plain.stdout);
    expect((await offline('--file', folder.inFolder('piped.json'))).exitCode).toBe(0);
  });

  test('never overwrites a file', async () => {
    const file = await folder.exportedFile();

    const { exitCode, stderr } = await ratchet(['history', '--export', file], connectionTo(release));

    expect(exitCode).toBe(1);
    expect(stderr).toContain('--export should name a new file');
  });

  test('is of the whole ledger, so that no time goes with it', async () => {
    const words = ['history', '--export', folder.inFolder('x.json'), '--at', '2026-01-05'];

    expect(await ratchet(words, connectionTo(release))).toMatchObject({ exitCode: 2, stdout: '' });
  });

  test('with --verify writes nothing when the chain is broken', async () => {
    const { ledger } = release;
    const readFrom: typeof ledger.readFrom = async (...asked) => (await ledger.readFrom(...asked)).toSpliced(2, 1);
    const words = ['history', '--verify', '--export', folder.inFolder('x.json')];

    const { exitCode } = await ratchet(words, { ...connectionTo(release), ledger: { ...ledger, readFrom } });

    expect(exitCode).toBe(1);
    expect(() => readFileSync(folder.inFolder('x.json'))).toThrow('ENOENT');
  });
});
