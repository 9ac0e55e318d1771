import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeModelArtifact } from '../../../lib/domain/artifacts/model-door.ts';
import { signedRecord } from '../../../lib/domain/artifacts/record-signature.ts';
import type { StoredObject } from '../../../lib/domain/ports/artifact-store.ts';
import { sampleRecord } from '../../contracts/sample-version-record.ts';
import { binaryModel } from '../../domain/artifacts/artifact-samples.ts';
import { withPromotion } from '../../in-memory/audited-release.ts';
import type { InMemoryRelease } from '../../in-memory/in-memory-release.ts';
import { connectionTo, ratchet, ratchetJson } from '../cli-set-up.ts';

/** 1.1.0 is registered, and scores with two models of its own. */
async function withEnsemble() {
  const release = await withPromotion();
  const { store, records, signer } = release;
  const members = await Promise.all(
    [1, 2].map((intercept) =>
      writeModelArtifact(store, {
        ...binaryModel,
        scorer: { kind: 'linear', intercepts: [intercept], weights: [[0, 0, 0, 0, 0, 0]] },
      }),
    ),
  );
  const model = await writeModelArtifact(store, {
    ...binaryModel,
    preparation: [],
    scorer: { kind: 'ensemble', members: members.map((member) => ({ ...member, weight: 0.5 })) },
  });
  const { lineage } = sampleRecord('1.1.0');
  const record = sampleRecord('1.1.0', {
    model,
    lineage: { ...lineage, trainer: 'soft-vote', trainerFamily: 'ensemble' },
  });
  await records.put(await signedRecord(signer, record));
  return { release, model, members };
}

async function artefacts(release: InMemoryRelease) {
  const { json } = await ratchetJson(['verify'], connectionTo(release));
  const checks: { what: string; count: number; findings: string[] }[] = json.checks;
  return checks.find(({ what }) => what === 'artefacts');
}

test('verify reads the members of an ensemble too', async () => {
  const before = (await artefacts(await withPromotion()))?.count ?? 0;
  const { release } = await withEnsemble();

  expect(await artefacts(release)).toMatchObject({ count: before + 3, findings: [] });
});

test.each<[string, (release: InMemoryRelease, member: StoredObject) => void]>([
  ['is gone', ({ store }, { key }) => void store.objects.delete(key)],
  ['was altered', ({ store }, { key }) => void store.objects.set(key, new TextEncoder().encode('{}'))],
])('verify finds that a member %s', async (_what, damage) => {
  const { release, members } = await withEnsemble();
  damage(release, members[1] as StoredObject);

  expect((await artefacts(release))?.findings).toEqual([expect.stringContaining(members[1]?.key ?? 'no member')]);
});

test('verify finds once that the ensemble itself was altered', async () => {
  const { release, model } = await withEnsemble();
  release.store.objects.set(model.key, new TextEncoder().encode('{}'));

  expect((await artefacts(release))?.findings).toEqual([expect.stringContaining(model.key)]);
});

const newFile = () => join(mkdtempSync(join(tmpdir(), 'ratchet-ensemble-')), 'model.json');

test('info --download writes the members beside the ensemble, where it says they are', async () => {
  const { release, model, members } = await withEnsemble();
  const file = newFile();

  const words = ['info', '--version', '1.1.0', '--download', file];
  const { exitCode, stdout } = await ratchet(words, connectionTo(release), { columns: 140 });

  expect(exitCode).toBe(0);
  expect(stdout).toContain(`wrote ${model.bytes} bytes to ${file}`);
  const { scorer } = JSON.parse(readFileSync(file, 'utf8'));
  expect(scorer.members).toMatchObject(members);
  for (const { key } of scorer.members) {
    const beside = join(file, '..', key);
    expect(stdout.replace(/\s/g, '')).toContain(beside);
    expect(new Uint8Array(readFileSync(beside))).toEqual(release.store.objects.get(key));
  }
});

test('info --download writes nothing where a member is gone', async () => {
  const { release, members } = await withEnsemble();
  release.store.objects.delete(members[0]?.key ?? '');
  const file = newFile();

  const { exitCode, stderr } = await ratchet(['info', '--version', '1.1.0', '--download', file], connectionTo(release));

  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^error: ArtifactMissing: /);
  expect(() => readFileSync(file)).toThrow('ENOENT');
});
