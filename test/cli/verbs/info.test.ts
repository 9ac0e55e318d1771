import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleRecord } from '../../contracts/sample-version-record.ts';
import { bootstrapped, inPeace } from '../../in-memory/release-flow.ts';
import { connectionTo, ratchet, ratchetJson } from '../cli-set-up.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ratchet-info-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** 1.0.0 is champion, and 1.1.0 is a candidate whose artefact is stored. */
async function setUp() {
  const release = await bootstrapped();
  await inPeace(release);
  const content = new TextEncoder().encode('{"a": "model"}');
  const model = await release.store.write({ modelName: 'churn', kind: 'models', name: 'model.json', content });
  await release.records.put(
    sampleRecord('1.1.0', { model, execution: 'arn:aws:states:e:1:execution:retrain:tuesday' }),
  );
  return { release, model, connection: connectionTo(release) };
}

test('says everything about a version: role, origin, quality, lineage', async () => {
  const { connection, model } = await setUp();

  const { exitCode, stdout } = await ratchet(['info', '--version', '1.1.0'], connection, { columns: 140 });

  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^churn: model version 1\.1\.0\n/);
  expect(stdout).toMatch(/^role +candidate$/m);
  expect(stdout).toMatch(/^created +2026-01-05 00:00 UTC, by schedule nightly, in the execution tuesday$/m);
  expect(stdout).toMatch(/^deployed +never$/m);
  expect(stdout).toMatch(/^verdict +promote, trusted$/m);
  expect(stdout).toMatch(/^metrics +auc 0\.83$/m);
  expect(stdout).toMatch(/^champion then +auc 0\.82$/m);
  expect(stdout).toMatch(/^trainer +boosted-trees, depth 4, early true$/m);
  expect(stdout).toMatch(/^data +5000 rows, of which 4000 for training$/m);
  expect(stdout).toContain(`${model.sha256} (14 bytes)`);
});

describe('the importance of features', () => {
  const importance = Object.fromEntries(
    Array.from({ length: 12 }, (_, place) => [
      `feature-${place}`,
      { share: (place + 1) / 78, change: place === 11 ? 0.0312 : null, permutation: place === 10 ? -0.00125 : null },
    ]),
  );

  test('is told from the greatest on, with what changed since the champion', async () => {
    const { connection, release } = await setUp();
    await release.records.put(sampleRecord('1.2.0', { importance }));

    const { stdout } = await ratchet(['info', '--version', '1.2.0'], connection, { columns: 100 });

    expect(stdout).toMatch(/^feature +share +change +log-loss without it$/m);
    expect(stdout).toMatch(/^feature-11 +0\.154 +\+0\.031 +-\nfeature-10 +0\.141 +- +-0\.00125\nfeature-9 /m);
    expect(stdout).toMatch(/^feature-2 .+\nand 2 more, see --json$/m);
    expect(stdout).not.toContain('feature-1 ');
  });

  test('is left out where a record of older code does not have it', async () => {
    const { connection } = await setUp();

    const { stdout } = await ratchet(['info', '--version', '1.1.0'], connection);

    expect(stdout).not.toContain('log-loss without it');
  });
});

test('without a version it is about the champion, with the decisions that name it', async () => {
  const { connection } = await setUp();

  const { json } = await ratchetJson(['info'], connection);

  expect(json).toMatchObject({ version: '1.0.0', role: 'champion', download: null });
  expect(json.deployed_at).toMatch(/^2026-01-05T/);
  expect(json.record.schema).toBe('ratchet.version-record/1');
  const types = json.entries.map(({ type }: { type: string }) => type);
  expect(types).toEqual(['promoted', 'shifted', 'servability-checked', 'published', 'lease-acquired', 'registered']);
});

test('a rollback that names a version is among its decisions', async () => {
  const { connection } = await setUp();
  await ratchet(['rollback', '--version', '0.0.0', '--reason', 'x'], connection);

  const { json } = await ratchetJson(['info', '--version', '0.0.0'], connection);

  expect(json.entries.map(({ type }: { type: string }) => type)).toContain('rolled-back');
});

test('--download writes the verified artefact into a new file', async () => {
  const { connection, model } = await setUp();
  const file = join(folder, 'new.json');

  const { exitCode, stdout } = await ratchet(['info', '--version', '1.1.0', '--download', file], connection, {
    columns: 140,
  });

  expect(exitCode).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe('{"a": "model"}');
  expect(stdout).toContain(`wrote ${model.bytes} bytes to ${file}`);
});

test('--download leaves a file alone that is there already', async () => {
  const { connection } = await setUp();
  const file = join(folder, 'old.json');
  writeFileSync(file, 'old');

  const { exitCode, stdout, stderr } = await ratchet(['info', '--version', '1.1.0', '--download', file], connection);

  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toContain('--download should name a new file');
  expect(readFileSync(file, 'utf8')).toBe('old');
});

test('--download of spoilt bytes writes nothing', async () => {
  const { release, connection, model } = await setUp();
  release.store.objects.set(model.key, new TextEncoder().encode('{"a": "modem"}'));
  const file = join(folder, 'spoilt.json');

  const { exitCode, stderr } = await ratchet(['info', '--version', '1.1.0', '--download', file], connection);

  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^error: ArtifactHashMismatch: /);
  expect(() => readFileSync(file)).toThrow('ENOENT');
});

test('--download into a folder that is not there is a failure in one line', async () => {
  const { connection } = await setUp();

  const words = ['info', '--version', '1.1.0', '--download', join(folder, 'none/model.json')];
  const { exitCode, stderr } = await ratchet(words, connection);

  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^error: ENOENT: .*\n$/);
});

test('a version that is not registered is not found', async () => {
  const { connection } = await setUp();

  const { exitCode, stderr } = await ratchet(['info', '--version', '9.0.0'], connection);

  expect(exitCode).toBe(3);
  expect(stderr).toContain("churn has no model version 9.0.0: 'ratchet list' shows all of them");
});
