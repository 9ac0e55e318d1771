import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Scenario } from '../scenarios/scenario.ts';
import { ratchetWith } from './cli-set-up.ts';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ratchet-kept-run-'));
  const scenario = await Scenario.inChangedWorld();
  const original = join(folder, 'original');
  try {
    await scenario.runtime.keep(original);
  } finally {
    scenario.runtime.stop();
  }
  for (const name of ['rollback', 'retrain']) cpSync(original, join(folder, name), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

test('traffic goes back to an earlier version and forth again, each within a second of virtual time', async () => {
  const onRun = (...words: string[]) => ratchetWith([...words, '--json', '--local', join(folder, 'rollback')]);

  const back = await onRun('rollback', '--reason', 'back');
  const forth = await onRun('rollback', '--version', '1.0.0', '--reason', 'and forth');

  expect(JSON.parse(back.stdout)).toMatchObject({ success: true, restored_from: '0.0.0', seconds: 1 });
  expect(JSON.parse(forth.stdout)).toMatchObject({ success: true, restored_from: '1.0.0', reason: 'and forth' });
  expect(JSON.parse((await onRun('verify', '--data')).stdout)).toMatchObject({ sound: true, unchecked: [] });
  const { versions } = JSON.parse((await onRun('list')).stdout);
  expect(versions).toMatchObject([{ version: '1.0.0', role: 'champion' }, { version: '0.0.0' }]);
});

test('a retrain runs in virtual time to its end; without requests the canary is taken back', async () => {
  const onRun = (...words: string[]) => ratchetWith([...words, '--local', join(folder, 'retrain')]);

  const { exitCode, stdout } = await onRun('retrain');

  expect(exitCode).toBe(1);
  const types = ['registered', 'lease-acquired', 'published', 'shifted', 'rolled-back', 'did not succeed'];
  const places = types.map((type) => stdout.indexOf(type));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(places[0]).toBeGreaterThan(0);
  expect(stdout).toContain('no evidence within the longest hold');
  expect((await onRun('list')).stdout).toMatch(/^1\.1\.0 +rolled-back/m);
  const explained = await onRun('explain', '--json');
  expect(JSON.parse(explained.stdout)).toMatchObject({
    sound: true,
    findings: [],
    decisions: [{ decision: 'trigger' }, { decision: 'data-gate' }, { decision: 'gate' }, { decision: 'canary' }],
  });
  expect((await onRun('status', '--follow')).exitCode).toBe(0);
  const exported = await onRun('history', '--export', '-');
  writeFileSync(join(folder, 'evidence.json'), exported.stdout);
  const verified = await ratchetWith(['verify', '--file', join(folder, 'evidence.json'), '--json']);
  expect(JSON.parse(verified.stdout)).toMatchObject({ model: 'quick', sound: true });
});
