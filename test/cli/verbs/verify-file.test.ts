import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { PART_KEY, withRollback } from '../../in-memory/audited-release.ts';
import { evidenceFolder, keyOn, offline, offlineJson } from '../evidence/evidence-folder.ts';

const release = await withRollback();
let folder: ReturnType<typeof evidenceFolder>;
beforeEach(() => {
  folder = evidenceFolder(release);
});

describe('verify --file', () => {
  test('finds exported evidence sound without a network, and says what it could not check (S4-37)', async () => {
    const { exitCode, stdout } = await offline('--file', await folder.exportedFile());

    expect(exitCode).toBe(0);
    expect(stdout.trim().split('\n').slice(3)).toEqual([
      'ledger entries     9  sound',
      'version records    2  sound',
      'witnesses          4  sound',
      'function versions  2  sound',
      'alias              1  sound',
      'artefacts          4  not checked: --artifacts DIR reads a copy of the bucket',
      'archived outcomes  0  not checked: snapshots name them',
      'signing key        1  not checked: it came with the file: --public-key PEM names the true one',
      '',
      expect.stringMatching(/^entry 9 has the hash/),
    ]);
    expect(stdout).toMatch(
      /^churn: verification\nplatform ratchet, AWS eu-west-1, file \S+evidence\.json, 2026-01-05 /,
    );
  });

  test('checks everything with the public key and a copy of the bucket', async () => {
    const file = await folder.exportedFile();
    const words = [
      '--file',
      file,
      '--public-key',
      await folder.keyFile(),
      '--artifacts',
      folder.bucketCopy(),
      '--data',
    ];

    const { exitCode, json } = await offlineJson(...words);

    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ model: 'churn', sound: true, unchecked: [] });
  });

  test.each([
    ['an artefact', /\/models\//, [], 'artefacts'],
    ['archived outcomes', PART_KEY, ['--data'], 'archived outcomes'],
  ])('finds %s that differ in the copy of the bucket', async (_, key, flags, what) => {
    const file = await folder.exportedFile();
    const copy = folder.bucketCopy((stored) => (stored.match(key) ? '{}' : null));

    const { exitCode, json } = await offlineJson('--file', file, '--artifacts', copy, ...flags);

    expect(exitCode).toBe(1);
    const found = json.checks.filter(({ findings }: { findings: string[] }) => findings.length > 0);
    expect(found).toMatchObject([{ what, findings: expect.arrayContaining([expect.stringContaining('sha256')]) }]);
  });

  test('finds artefacts that are not in the copy, and never looks outside of it', async () => {
    const file = await folder.tampered((evidence) => {
      for (const record of evidence.records) record.model.key = '../evidence.json';
    });
    mkdirSync(folder.inFolder('empty'));

    const { json } = await offlineJson('--file', file, '--artifacts', folder.inFolder('empty'));

    const { findings } = json.checks.find(({ what }: { what: string }) => what === 'artefacts');
    expect(findings).toContainEqual(expect.stringContaining('../evidence.json is no place in'));
    expect(findings).toContainEqual(expect.stringContaining('cannot be read: copy the bucket again'));
  });
});

describe('what is no exported evidence is refused', () => {
  test.each<[string, (text: string) => string, string]>([
    ['a file that was cut off', (text) => text.slice(0, -20), 'should be JSON: it was cut off or changed'],
    ['a file of something else', () => '{"name": "ratchet"}', `'schema' should be "ratchet.evidence/1", got nothing`],
    ['a list', () => '[]', 'the whole input should be a object'],
    [
      'evidence of another schema',
      (text) => text.replace('ratchet.evidence/1', 'ratchet.evidence/2'),
      `'schema' should be "ratchet.evidence/1", got "ratchet.evidence/2"`,
    ],
    [
      'a record that is none',
      (text) => text.replaceAll('"verdict": "promote"', '"verdict": "maybe"'),
      "'records[0].verdict' should be",
    ],
    [
      'a key that is none',
      (text) => text.replace('BEGIN PUBLIC KEY', 'BEGIN'),
      'should have a public key on NIST P-256 in PEM',
    ],
  ])('%s', async (_, change, message) => {
    const file = await folder.exportedFile();
    writeFileSync(file, change(readFileSync(file, 'utf8')));

    const { exitCode, stdout, stderr } = await offline('--file', file);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^error: EvidenceBroken: /);
    expect(stderr).toContain(file);
    expect(stderr).toContain(message);
  });

  test('a file that is not there', async () => {
    expect(await offline('--file', folder.inFolder('nowhere.json'))).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('ENOENT'),
    });
  });
});

describe('wrong usage', () => {
  test.each([
    [['--public-key', 'key.pem'], '--public-key belongs to --file'],
    [['--artifacts', 'bucket'], '--artifacts belongs to --file'],
    [['--file', 'x.json', '--data'], '--data needs --artifacts beside --file'],
    [['--file', 'x.json', '--model', 'churn'], '--model does not go together with a file'],
    [['--file', 'x.json', '--local', 'run'], '--local does not go together with a file'],
  ])('%j', async (words, message) => {
    const { exitCode, stdout, stderr } = await offline(...words);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test.each([
    ['nothing', ''],
    ['a key on another curve', 'secp384r1'],
  ])('a public key file with %s', async (_, curve) => {
    writeFileSync(folder.inFolder('other.pem'), curve === '' ? '' : keyOn(curve));

    const { exitCode, stderr } = await offline(
      '--file',
      await folder.exportedFile(),
      '--public-key',
      folder.inFolder('other.pem'),
    );

    expect(exitCode).toBe(2);
    expect(stderr).toContain('--public-key should name a public key on NIST P-256 in PEM');
  });
});
