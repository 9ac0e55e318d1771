import { describe, expect, test } from 'vitest';
import { signedRecord } from '../../../lib/domain/artifacts/record-signature.ts';
import { sampleRecord } from '../../contracts/sample-version-record.ts';
import type { InMemoryRelease } from '../../in-memory/in-memory-release.ts';
import { bootstrapped, inPeace, moveByHand } from '../../in-memory/release-flow.ts';
import { connectionTo, ratchet, ratchetJson } from '../cli-set-up.ts';

/** The baseline serves, and 1.0.0 is registered with everything that belongs to it. */
async function sound(): Promise<InMemoryRelease> {
  const release = await bootstrapped();
  const write = (kind: 'models' | 'comparisons' | 'snapshots', name: string) =>
    release.store.write({ modelName: 'churn', kind, name, content: new TextEncoder().encode(`{"${name}": 1}`) });
  const [model, comparison, snapshot] = [
    await write('models', 'model.json'),
    await write('comparisons', 'comparison.json'),
    await write('snapshots', 'snapshot.json'),
  ];
  const { lineage } = sampleRecord('1.0.0');
  const unsigned = sampleRecord('1.0.0', { model, comparison, lineage: { ...lineage, snapshot } });
  await release.records.put(await signedRecord(release.signer, unsigned));
  return release;
}

test('a model that is as it was recorded is sound, one line per thing that was checked', async () => {
  const { exitCode, stdout } = await ratchet(['verify'], connectionTo(await sound()));

  expect(exitCode).toBe(0);
  expect(stdout.trim().split('\n').slice(3)).toEqual([
    'ledger entries   1  sound',
    'version records  2  sound',
    'artefacts        4  sound',
    'alias            1  sound',
  ]);
});

test('--json lists the checks', async () => {
  const { exitCode, json } = await ratchetJson(['verify'], connectionTo(await sound()));

  expect(exitCode).toBe(0);
  expect(json.sound).toBe(true);
  expect(json.checks).toContainEqual({ what: 'artefacts', count: 4, findings: [] });
});

async function findings(release: InMemoryRelease, changed: Partial<ReturnType<typeof connectionTo>> = {}) {
  const connection = { ...connectionTo(release), ...changed };
  const { exitCode, json } = await ratchetJson(['verify'], connection);
  const checks: { what: string; findings: string[] }[] = json.checks;
  const found = checks.flatMap((check) => check.findings.map((finding) => [check.what, finding] as const));
  return { exitCode, sound: json.sound, found };
}

describe('it finds', () => {
  test('an entry that was altered', async () => {
    const release = await sound();
    const { ledger } = release;
    const readFrom: typeof ledger.readFrom = async (...asked) =>
      (await ledger.readFrom(...asked)).map(({ text, hash }) => ({
        text: text.replace('deployment', 'deployer'),
        hash,
      }));

    const { exitCode, found } = await findings(release, { ledger: { ...ledger, readFrom } });

    expect(exitCode).toBe(1);
    expect(found).toEqual([['ledger entries', expect.stringContaining('should have the hash')]]);
  });

  test.each(['models', 'comparisons', 'snapshots'])('spoilt bytes among the %s', async (kind) => {
    const release = await sound();
    const key = [...release.store.objects.keys()].find((stored) => stored.endsWith(`${kind.slice(0, -1)}.json`)) ?? '';
    release.store.objects.set(key, new TextEncoder().encode('{}'));

    const { exitCode, found } = await findings(release);

    expect(exitCode).toBe(1);
    expect(found).toEqual([['artefacts', expect.stringContaining(key)]]);
  });

  test('an artefact that is gone', async () => {
    const release = await sound();
    for (const key of release.store.objects.keys()) release.store.objects.delete(key);

    expect((await findings(release)).found).toHaveLength(4);
  });

  test('a record that was signed as something else', async () => {
    const release = await sound();
    const signed = await release.records.read('churn', '1.0.0');
    await release.records.put({ ...sampleRecord('1.1.0'), signature: signed?.signature ?? null });

    const { exitCode, found } = await findings(release);

    expect(exitCode).toBe(1);
    expect(found[0]).toEqual(['version records', expect.stringContaining('1.1.0 of churn should be what was signed')]);
  });

  test('a version that the ledger names and nobody knows', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    const { records } = release;
    const read: typeof records.read = async (model, version) =>
      version === '1.0.0' ? null : records.read(model, version);

    const { found } = await findings(release, { records: { ...records, read } });

    expect(found).toContainEqual(['version records', '1.0.0 is in the ledger and has no record']);
  });

  test('a record that names another artefact than the ledger', async () => {
    const release = await bootstrapped();
    await inPeace(release);
    const { records, signer } = release;
    const other = await signedRecord(signer, sampleRecord('1.0.0', { model: sampleRecord('2.0.0').model }));
    const read: typeof records.read = async (model, version) =>
      version === '1.0.0' ? other : records.read(model, version);

    const { found } = await findings(release, { records: { ...records, read } });

    expect(found).toContainEqual(['version records', 'the record of 1.0.0 names another artefact than the ledger']);
  });

  test('an alias that points elsewhere, and one that is gone', async () => {
    const release = await bootstrapped();
    await inPeace(release);
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
  const release = await sound();
  for (const key of release.store.objects.keys()) release.store.objects.delete(key);

  const { exitCode, stdout } = await ratchet(['verify'], connectionTo(release), { columns: 140 });

  expect(exitCode).toBe(1);
  expect(stdout.match(/does not exist/g)).toHaveLength(4);
});
