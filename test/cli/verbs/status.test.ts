import { expect, test } from 'vitest';
import { inMemoryRelease } from '../../in-memory/in-memory-release.ts';
import {
  bootstrapped,
  inCanary,
  inPeace,
  inProbation,
  moveByHand,
  ownRollback,
  stop,
} from '../../in-memory/release-flow.ts';
import { connectionTo, ratchet, ratchetJson } from '../cli-set-up.ts';

test('says what is live, since when and who moved it there', async () => {
  const release = await bootstrapped();
  const { execution } = await inPeace(release);
  stop(release, execution.arn, 'SUCCEEDED');

  const { exitCode, stdout } = await ratchet(['status'], connectionTo(release));

  expect(exitCode).toBe(0);
  expect(stdout).toContain('churn: status\nplatform ratchet, AWS eu-west-1, 2026-01-05 12:00 UTC\n');
  expect(stdout).toMatch(/^live +1\.0\.0 on function version 2$/m);
  expect(stdout).toMatch(/^since +2026-01-05 00:00 UTC, moved by execution monday$/m);
  expect(stdout).toMatch(/^phase +idle$/m);
  expect(stdout).toMatch(/^running +nothing$/m);
  expect(stdout).toMatch(/promoted +1\.0\.0\n +the canary holds\n/);
  expect(stdout).not.toContain('alias');
});

test('says what a canary has, which release it is, and what runs', async () => {
  const release = await bootstrapped();
  await inCanary(release);

  const { stdout } = await ratchet(['status'], connectionTo(release), { columns: 140 });

  expect(stdout).toMatch(/^live +0\.0\.0 .*, beside 1\.0\.0 on function version 2 with 10 % of the traffic$/m);
  expect(stdout).toMatch(/^release +model release of 1\.0\.0 by monday, lease until 2026-01-05 \d\d:\d\d UTC$/m);
  expect(stdout).toMatch(/^running +monday, since 2026-01-05 00:00 UTC$/m);
});

test('says until when the champion is in probation', async () => {
  const release = await bootstrapped();
  await inProbation(release);

  const { stdout } = await ratchet(['status'], connectionTo(release), { columns: 140 });

  expect(stdout).toMatch(/^phase +probation: .*, until 2026-01-05 12:00 UTC$/m);
});

test('says that a champion is watched after a rollback, and no longer', async () => {
  const release = await bootstrapped();
  await release.rivals.rollBack(ownRollback(await inCanary(release)));
  const watched = await ratchet(['status'], connectionTo(release), { columns: 140 });
  release.clock.advance(3601);
  await release.rivals.reconcile();

  const { stdout } = await ratchet(['status'], connectionTo(release), { columns: 140 });

  expect(watched.stdout).toMatch(/^watched +since the rollback at 2026-01-05 00:00 UTC$/m);
  expect(stdout).not.toMatch(/^watched/m);
});

test('says it when the alias points elsewhere than the ledger says', async () => {
  const release = await bootstrapped();
  await inPeace(release);
  await moveByHand(release, '1');
  const connection = connectionTo(release);

  const { stdout } = await ratchet(['status'], connection, { columns: 140 });
  const { json } = await ratchetJson(['status'], connection);

  const finding = 'the alias points to function version 1, the ledger says function version 2';
  expect(stdout).toContain(finding);
  expect(json.alias).toEqual({ functionVersion: '1', canary: null, finding });
});

test('gives the newest execution in the words of those who look after jobs', async () => {
  const release = await bootstrapped();
  await inPeace(release);

  const { json } = await ratchetJson(['status'], connectionTo(release));

  expect(json).toMatchObject({
    model: 'churn',
    modelVersion: '1.0.0',
    phase: 'idle',
    probationEnd: null,
    paused: false,
    release: null,
    alias: { functionVersion: '2', canary: null, finding: null },
    lastDecision: { type: 'promoted', reason: 'the canary holds' },
    execution: { job_id: 'monday', model_version: '1.0.0', deployed: true, status: 'completed' },
  });
});

test('--follow tells what is decided until nothing runs any more', async () => {
  const release = await bootstrapped();
  const ongoing = await inCanary(release);
  const sleep = async (seconds: number) => {
    release.clock.advance(seconds);
    await release.rivals.rollBack(ownRollback(ongoing));
    stop(release, ongoing.execution.arn, 'FAILED');
  };
  const connection = { ...connectionTo(release), clock: { ...release.clock, sleep } };

  const { exitCode, stdout } = await ratchet(['status', '--follow'], connection);

  expect(exitCode).toBe(1);
  const [told = '', shown = ''] = stdout.split('churn: status');
  expect(told).toMatch(/rolled-back +0\.0\.0\n +the canary fails/);
  expect(shown).toMatch(/^phase +idle$/m);
  expect(stdout).toMatch(/^running +nothing$/m);
});

test('--follow returns at once where nothing runs', async () => {
  const release = await bootstrapped();
  const { execution } = await inPeace(release);
  stop(release, execution.arn, 'SUCCEEDED');
  const before = release.clock.now();

  expect((await ratchet(['status', '--follow'], connectionTo(release))).exitCode).toBe(0);
  expect(release.clock.now()).toBe(before);
});

test('a model without a champion is not found', async () => {
  const { exitCode, stdout, stderr } = await ratchet(['status'], connectionTo(inMemoryRelease()));

  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
  expect(stderr).toBe('error: churn has no champion in AWS eu-west-1 yet: let the deployment of its stack complete\n');
});
