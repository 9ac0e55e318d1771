import { describe, expect, test } from 'vitest';
import type { ModelConnection } from '../../../lib/cli/model-connection.ts';
import { signedRecord } from '../../../lib/domain/artifacts/record-signature.ts';
import { parseStoredEntry } from '../../../lib/domain/ledger/ledger-entry.ts';
import { sampleRecord } from '../../contracts/sample-version-record.ts';
import {
  PART_KEY,
  storedRecord,
  withPromotion,
  withRegistration,
  withRollback,
} from '../../in-memory/audited-release.ts';
import type { InMemoryRelease } from '../../in-memory/in-memory-release.ts';
import { inMemorySentNotices } from '../../in-memory/in-memory-sent-notices.ts';
import { bootstrapped, moveByHand } from '../../in-memory/release-flow.ts';
import { connectionTo, ratchet, ratchetJson } from '../cli-set-up.ts';

test('a model that is as it was recorded is sound, one line per thing that was checked (S4-37)', async () => {
  const { exitCode, stdout } = await ratchet(['verify'], connectionTo(await withPromotion()), { columns: 120 });

  expect(exitCode).toBe(0);
  expect(stdout.trim().split('\n').slice(3)).toEqual([
    'ledger entries     8  sound',
    'version records    2  sound',
    'witnesses          4  sound',
    'function versions  2  sound',
    'alias              1  sound',
    'artefacts          4  sound',
    'archived outcomes  1  not checked: --data reads them (8 bytes)',
    '',
    expect.stringMatching(/^entry 8 has the hash [0-9a-f]{64}$/),
  ]);
});

test('it is sound again after a rollback (S2-11)', async () => {
  expect(await findings(await withRollback())).toEqual({ exitCode: 0, sound: true, found: [] });
});

test('--json lists the checks, what was left out, and the newest entry', async () => {
  const release = await withPromotion();
  const { exitCode, json } = await ratchetJson(['verify'], connectionTo(release));

  expect(exitCode).toBe(0);
  expect(json).toMatchObject({ model: 'churn', sound: true, unchecked: ['archived outcomes'] });
  expect(json.head).toEqual({ sequence: 8, hash: (await release.head()).hash });
  expect(json.checks).toContainEqual({ what: 'artefacts', count: 4, findings: [], unchecked: null });
});

test('--data reads the archived outcomes too', async () => {
  const release = await withPromotion();
  const { json } = await ratchetJson(['verify', '--data'], connectionTo(release));
  release.store.objects.set(PART_KEY, new TextEncoder().encode('altered!'));

  expect(json).toMatchObject({ sound: true, unchecked: [] });
  expect((await findings(release)).found).toEqual([]);
  expect((await findings(release, {}, '--data')).found).toEqual([
    ['archived outcomes', expect.stringContaining(PART_KEY)],
  ]);
});

async function findings(release: InMemoryRelease, changed: Partial<ModelConnection> = {}, ...flags: string[]) {
  const connection = { ...connectionTo(release), ...changed };
  const { exitCode, json } = await ratchetJson(['verify', ...flags], connection);
  const checks: { what: string; findings: string[] }[] = json.checks;
  const found = checks.flatMap((check) => check.findings.map((finding) => [check.what, finding] as const));
  return { exitCode, sound: json.sound, found };
}

describe('it finds', () => {
  test('an entry that was altered', async () => {
    const release = await withRegistration();
    const { ledger } = release;
    const readFrom: typeof ledger.readFrom = async (...asked) =>
      (await ledger.readFrom(...asked)).map(({ text, hash }) => ({
        text: text.replace('deployment', 'deployer'),
        hash,
      }));

    const { exitCode, sound, found } = await findings(release, { ledger: { ...ledger, readFrom } });

    expect({ exitCode, sound }).toEqual({ exitCode: 1, sound: false });
    expect(found).toContainEqual(['ledger entries', expect.stringContaining('should have the hash')]);
  });

  test('a ledger whose newest entry was removed', async () => {
    const release = await withPromotion();
    const { ledger } = release;
    const readFrom: typeof ledger.readFrom = async (...asked) =>
      (await ledger.readFrom(...asked)).filter((stored) => parseStoredEntry(stored).sequence < 8);
    const notices = inMemorySentNotices();
    await notices.markSent('churn', 8);

    const { exitCode, found } = await findings(release, { ledger: { ...ledger, readFrom }, notices });

    expect(exitCode).toBe(1);
    expect(found).toContainEqual([
      'witnesses',
      'the alias was written for entry 8, the newest entry is 7: entries after it were removed',
    ]);
    expect(found).toContainEqual([
      'witnesses',
      'the notice of entry 8 was sent, the newest entry is 7: entries after it were removed',
    ]);
  });

  test('a record that was never entered', async () => {
    const release = await bootstrapped();
    await storedRecord(release);

    expect((await findings(release)).found).toEqual([
      ['witnesses', expect.stringContaining('1.0.0 was registered at')],
    ]);
  });

  test.each(['models', 'comparisons', 'snapshots'])('spoilt bytes among the %s', async (kind) => {
    const release = await withRegistration();
    const key = [...release.store.objects.keys()].find((stored) => stored.includes(`/${kind}/`)) ?? '';
    release.store.objects.set(key, new TextEncoder().encode('{}'));

    const { exitCode, found } = await findings(release);

    expect(exitCode).toBe(1);
    expect(found).toEqual([['artefacts', expect.stringContaining(key)]]);
  });

  test('an artefact that is gone', async () => {
    const release = await withRegistration();
    for (const key of release.store.objects.keys()) release.store.objects.delete(key);

    expect((await findings(release)).found).toHaveLength(4);
  });

  test('an artefact of another size than was recorded', async () => {
    const release = await bootstrapped();
    const [object] = release.store.objects.values();
    const baseline = await release.records.read('churn', '0.0.0');
    if (object === undefined || baseline === null) throw new Error('a baseline');
    const model = { ...baseline.model, bytes: 1 };
    const records = { ...release.records, list: async () => [{ ...baseline, model }] };

    expect((await findings(release, { records })).found).toEqual([
      ['artefacts', `${model.key} should have 1 bytes, got ${object.byteLength}`],
    ]);
  });

  test('a reference profile that is gone', async () => {
    const release = await bootstrapped();
    const baseline = await release.records.read('churn', '0.0.0');
    if (baseline === null) throw new Error('a baseline');
    const referenceProfile = { ...baseline.model, key: 'churn/models/gone/reference-profile.json' };
    const records = { ...release.records, list: async () => [{ ...baseline, referenceProfile }] };

    expect((await findings(release, { records })).found).toContainEqual([
      'artefacts',
      expect.stringContaining(referenceProfile.key),
    ]);
  });

  test('a record that was signed as something else', async () => {
    const release = await withRegistration();
    const signed = await release.records.read('churn', '1.0.0');
    await release.records.put({ ...sampleRecord('1.1.0'), signature: signed?.signature ?? null });

    const { exitCode, found } = await findings(release);

    expect(exitCode).toBe(1);
    expect(found[0]).toEqual(['version records', expect.stringContaining('1.1.0 of churn should be what was signed')]);
  });

  test('a version that the ledger names and nobody knows', async () => {
    const release = await withPromotion();
    const { records } = release;
    const list: typeof records.list = async (model) =>
      (await records.list(model)).filter(({ modelVersion }) => modelVersion !== '1.0.0');

    const { found } = await findings(release, { records: { ...records, list } });

    expect(found).toContainEqual(['version records', '1.0.0 is in the ledger and has no record']);
  });

  test('a record that names another artefact than the ledger', async () => {
    const release = await withPromotion();
    const { records, signer } = release;
    const other = await signedRecord(signer, sampleRecord('1.0.0', { model: sampleRecord('2.0.0').model }));
    const list: typeof records.list = async (model) =>
      (await records.list(model)).map((record) => (record.modelVersion === '1.0.0' ? other : record));

    const { found } = await findings(release, { records: { ...records, list } });

    expect(found).toContainEqual(['version records', 'the record of 1.0.0 names another artefact than the ledger']);
  });

  test('a function version that somebody deleted, which a rollback would need', async () => {
    const release = await withPromotion();
    await release.functions.delete('churn-predict', '1');

    expect((await findings(release)).found).toEqual([
      ['function versions', 'function version 1 of the previous champion 0.0.0 does not exist'],
    ]);
  });

  test('an alias that points elsewhere, and one that is gone', async () => {
    const release = await withPromotion();
    await moveByHand(release, '1');
    expect((await findings(release)).found).toContainEqual([
      'alias',
      expect.stringContaining('points to function version 1'),
    ]);

    await release.alias.delete('churn-predict');
    expect((await findings(release)).found).toContainEqual(['alias', expect.stringContaining('the alias is missing')]);
  });
});

test('findings are listed in the text', async () => {
  const release = await withRegistration();
  for (const key of release.store.objects.keys()) release.store.objects.delete(key);

  const { exitCode, stdout } = await ratchet(['verify'], connectionTo(release), { columns: 140 });

  expect(exitCode).toBe(1);
  expect(stdout.match(/does not exist/g)).toHaveLength(4);
});
