import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LocalRuntime } from '../../lib/local/local-runtime.ts';
import { synthesizeCanaryApp } from './canary-app/canary-app.ts';

const assembly = fileURLToPath(new URL('../../dist/kept-canary-app', import.meta.url));
const HOUR = 3_600_000;
// inside the project, because the app's handlers find the SDK among its packages
const folder = mkdtempSync(fileURLToPath(new URL('../../dist/kept-', import.meta.url)));

beforeAll(() => synthesizeCanaryApp(assembly));
afterAll(() => rmSync(folder, { recursive: true }));

function alias(runtime: LocalRuntime): unknown {
  const resources = runtime.services.deployment.resources();
  const predict = resources.find(({ type, logicalId }) => type.endsWith('Function') && logicalId.startsWith('Predict'));
  return runtime.services.lambda.operations.GetAlias?.(
    { FunctionName: predict?.physicalId, Name: 'live' },
    { id: 'test' },
  );
}

test('a kept run goes on where it ended, also from another folder', async () => {
  const first = await LocalRuntime.start({ assembly });
  first.startExecution('canary-release', { behaviour: 'good' });
  await first.advance(25 * HOUR);
  const before = {
    alias: await alias(first),
    now: first.now(),
    log: first.log.digest(),
    executions: first.executions('canary-release'),
  };
  await first.keep(join(folder, 'run'));
  first.stop();
  renameSync(join(folder, 'run'), join(folder, 'moved'));

  const second = await LocalRuntime.reopen(join(folder, 'moved'));
  try {
    expect(second.now()).toBe(before.now);
    expect(second.log.digest()).toBe(before.log);
    expect(second.executions('canary-release')).toEqual(before.executions);
    expect(await alias(second)).toEqual(before.alias);
    expect(await second.invoke('Canary/Predict', {}, 'live')).toMatchObject({
      executedVersion: '2',
      functionError: null,
    });
    second.startExecution('canary-release', { behaviour: 'good' });
    await second.advance(25 * HOUR);
    expect(second.executions('canary-release').map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(await second.invoke('Canary/Predict', {}, 'live')).toMatchObject({ executedVersion: '3' });
  } finally {
    second.stop();
  }
});

test('a run is not kept while an execution waits for something', async () => {
  const runtime = await LocalRuntime.start({ assembly });
  try {
    runtime.startExecution('canary-release', { behaviour: 'good' });
    await runtime.advance(HOUR);
    await expect(runtime.keep(join(folder, 'running'))).rejects.toThrow(
      /let .*canary-release.* end before the run is kept/,
    );
  } finally {
    runtime.stop();
  }
});

test('a folder that is no kept run is refused by name', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'ratchet-empty-'));
  await expect(LocalRuntime.reopen(empty)).rejects.toThrow(`${empty} should be the folder of a kept run`);
  rmSync(empty, { recursive: true });
});
