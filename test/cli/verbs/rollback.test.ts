import { describe, expect, test } from 'vitest';
import { bootstrapped, inCanary, inPeace } from '../../in-memory/release-flow.ts';
import { connectionTo, ratchet, ratchetJson } from '../cli-set-up.ts';

const WHY = ['--reason', 'wrong scores since noon'];

async function peaceful() {
  const release = await bootstrapped();
  release.clock.advance(3600);
  await inPeace(release);
  return { release, connection: connectionTo(release) };
}

test('one command gives all traffic back, and the ledger has who and why (S1-26, S4-30, S4-35)', async () => {
  const { release, connection } = await peaceful();

  const { exitCode, stdout } = await ratchet(['rollback', ...WHY], connection);

  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^rolled back\n\nlive +0\.0\.0 on function version 1\nwhy +wrong scores since noon\ntook +\d/);
  expect(release.traffic()).toBe('1');
  expect((await release.head()).event).toMatchObject({
    type: 'rolled-back',
    cause: 'manual',
    actor: { kind: 'cli', id: 'ada' },
    reason: 'wrong scores since noon',
  });
});

test('ends a canary too', async () => {
  const release = await bootstrapped();
  await inCanary(release);

  expect((await ratchet(['rollback', ...WHY], connectionTo(release))).exitCode).toBe(0);
  expect(release.traffic()).toBe('1');
});

test('--json answers success, restored_from and timestamp (S3-20)', async () => {
  const { release, connection } = await peaceful();

  const { exitCode, json } = await ratchetJson(['rollback', ...WHY], connection);

  expect(exitCode).toBe(0);
  expect(json).toMatchObject({
    success: true,
    restored_from: '0.0.0',
    timestamp: (await release.head()).event.at,
    reason: 'wrong scores since noon',
    live: { modelVersion: '0.0.0', functionVersion: '1', canary: null },
  });
});

describe('where there is nowhere to go', () => {
  test('it is refused with what the ledger says, and nothing moves (S1-27, S3-18)', async () => {
    const release = await bootstrapped();

    const { exitCode, stdout } = await ratchet(['rollback', ...WHY], connectionTo(release));

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^not rolled back\n/);
    expect(stdout).toContain('No backups found: 0.0.0 has no earlier champion to go back to');
    expect(release.traffic()).toBe('1');
  });

  test('the JSON says so as well', async () => {
    const { exitCode, json } = await ratchetJson(['rollback', ...WHY], connectionTo(await bootstrapped()));

    expect(exitCode).toBe(1);
    expect(json).toMatchObject({ success: false, restored_from: null });
  });
});

test.each([
  ['--version', '0.0.0'],
  ['--version', 'v0.0.0'],
  ['--at', '2026-01-05T00:59'],
])('%s %s names where to go (S3-18, S4-36)', async (flag, value) => {
  const { release, connection } = await peaceful();

  expect((await ratchet(['rollback', flag, value, ...WHY], connection)).exitCode).toBe(0);
  expect(release.traffic()).toBe('1');
});

test('a time without a champion is refused, with the day as it was typed at its end (S3-18)', async () => {
  const { release, connection } = await peaceful();

  const { exitCode, stdout } = await ratchet(['rollback', '--at', '2026-01-04', ...WHY], connection, { columns: 140 });

  expect(exitCode).toBe(1);
  expect(stdout).toContain('Backup not found: churn had no champion at 2026-01-04T23:59:59.999Z');
  expect(release.traffic()).toBe('2');
});

test('the newest backup is never the one just rolled back (S3-18)', async () => {
  const { release, connection } = await peaceful();
  release.clock.advance(3600);
  await inPeace(release, { name: 'tuesday', modelVersion: '1.1.0' });

  const restored: unknown[] = [];
  for (let times = 1; times <= 3; times += 1) {
    const { exitCode, json } = await ratchetJson(['rollback', ...WHY], connection);
    restored.push([exitCode, json.restored_from]);
    release.clock.advance(60);
  }

  expect(restored).toEqual([
    [0, '1.0.0'],
    [0, '0.0.0'],
    [1, null],
  ]);
});

test('a version that never was champion is refused (S1-27, S3-18)', async () => {
  const { release, connection } = await peaceful();

  const { exitCode, stdout } = await ratchet(['rollback', '--version', '7.0.0', ...WHY], connection, { columns: 140 });

  expect(exitCode).toBe(1);
  expect(stdout).toContain('Backup not found: 7.0.0 has never been champion of churn');
  expect(release.traffic()).toBe('2');
});

test.each([
  [[], "required option '--reason <TEXT>' not specified"],
  [['--reason', ' '], '--reason should have 1 to 500 characters, got 0'],
  [['--reason', 'x'.repeat(501)], '--reason should have 1 to 500 characters, got 501'],
  [[...WHY, '--version', '1.0.0', '--at', '2026-01-05'], '--version and --at should not be given together'],
  [[...WHY, '--version', 'newest'], "--version should be a model version, such as 1.4.0, got 'newest'"],
  [
    [...WHY, '--at', 'yesterday'],
    "--at should be a day or a time, such as 2026-01-31 or 2026-01-31T12:00, got 'yesterday'",
  ],
])('%j is wrong usage, and nothing is started (S4-30)', async (words, message) => {
  const { release, connection } = await peaceful();
  const started = release.executions.started.size;

  const { exitCode, stdout, stderr } = await ratchet(['rollback', ...words], connection);

  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(`error: ${message}`);
  expect(release.executions.started.size).toBe(started);
});

test('500 characters are not too many for a reason', async () => {
  const { connection } = await peaceful();

  expect((await ratchet(['rollback', '--reason', 'x'.repeat(500)], connection)).exitCode).toBe(0);
});
