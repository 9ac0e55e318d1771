import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeSpans, readPage, section, tableRows } from '../docs/markdown.ts';
import { Scenario } from '../scenarios/scenario.ts';
import { ratchetWith } from './cli-set-up.ts';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ratchet-kept-run-'));
  const scenario = await Scenario.start();
  try {
    await scenario.runtime.keep(folder);
  } finally {
    scenario.runtime.stop();
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const onRun = (...words: string[]) => ratchetWith([...words, '--local', folder]);
const keptState = () => readFileSync(join(folder, 'run.json'), 'utf8');

test('the model of a kept run is found by its state machines, over the SDK', async () => {
  const { exitCode, stdout, stderr } = await onRun('status');

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain(`quick: status\nplatform ratchet, kept run ${folder}, 2026-01-01 00:`);
  expect(stdout).toMatch(/^live +0\.0\.0 on function version 1$/m);
  expect(stdout).toMatch(/bootstrapped +0\.0\.0/);
});

test('everything in it is as it was recorded, and looking changes nothing', async () => {
  const before = keptState();

  const { exitCode, stdout } = await onRun('verify', '--json');

  expect(exitCode).toBe(0);
  const counts = JSON.parse(stdout).checks.map(({ what, count }: { what: string; count: number }) => [what, count]);
  expect(Object.fromEntries(counts)).toEqual({
    'ledger entries': 1,
    'version records': 1,
    witnesses: 3,
    'function versions': 1,
    alias: 1,
    artefacts: 1,
    'archived outcomes': 0,
  });
  expect(keptState()).toBe(before);
});

test('what is exported of it is verified without it', async () => {
  const file = join(folder, 'evidence.json');
  expect(await onRun('history', '--export', file)).toMatchObject({ exitCode: 0, stderr: '' });

  const { exitCode, stdout } = await ratchetWith(['verify', '--file', file, '--json']);

  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ model: 'quick', head: { sequence: 1 }, sound: true });
});

test('another model is not found in it', async () => {
  const { exitCode, stderr } = await onRun('list', '--model', 'churn');

  expect(exitCode).toBe(3);
  expect(stderr).toContain("the model 'churn' is not deployed in kept run");
});

test('what is asked of it is decided by its own steps, and kept', async () => {
  const { exitCode, stdout } = await onRun('rollback', '--reason', 'to see what happens', '--json');

  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    success: false,
    reason: 'No backups found: 0.0.0 has no earlier champion to go back to',
    live: { modelVersion: '0.0.0', functionVersion: '1' },
  });
  const history = JSON.parse((await onRun('history', '--verify', '--json')).stdout);
  expect(history.verified).toBe(2);
  expect(history.entries[0]).toMatchObject({
    type: 'failed',
    error: 'NoStableVersion',
    actor: { kind: 'cli', id: 'ada' },
    execution: expect.stringMatching(/:execution:ratchet-quick-rollback:cli-2026-01-01T/),
  });
});

test('it took no other rights for that than the documented ones', () => {
  const log = readFileSync(join(folder, 'event-log.jsonl'), 'utf8').trim().split('\n');
  const calls = log.map((line) => JSON.parse(line)).filter(({ detail }) => detail?.caller === 'operator');
  const used = new Set(calls.map(({ source, detail }) => `${source}:${detail.operation}`));

  const rows = tableRows(section(readPage('docs/cli.md'), 'Rights'));
  const documented = rows.filter(([verbs = '']) => verbs === 'all' || codeSpans(verbs).includes('rollback'));
  const actions = documented.flatMap(([, cell = '']) => codeSpans(cell)).filter((action) => action !== 'kms:Decrypt');
  expect([...used].toSorted()).toEqual(actions.toSorted());
});

test('a retrain without data is explained by what it counted, down to the missing outcomes', async () => {
  const started = await onRun('retrain');

  const { exitCode, stdout } = await onRun('explain', '--json');

  expect(started.stdout).toContain('TooFewSamples');
  expect(exitCode).toBe(0);
  const { decisions, entries } = JSON.parse(stdout);
  expect(decisions).toMatchObject([
    { decision: 'trigger', verdict: { decision: 'retrain' } },
    { decision: 'data-gate', question: { rows: 0 }, verdict: { code: 'TooFewSamples', reason: entries[0].reason } },
  ]);
});
