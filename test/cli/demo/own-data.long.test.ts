import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DemoResult } from '../../../lib/cli/demo/demo-result.ts';
import { readKeptRun } from '../../../lib/local/kept-run.ts';
import { playedDemo } from './played-demo.ts';

const data = fileURLToPath(new URL('./credit-default.csv', import.meta.url));
const page = readFileSync(new URL('../../../docs/demo.md', import.meta.url), 'utf8');

let folder: string;
let result: DemoResult;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'own-data-'));
  const model = join(folder, 'credit-default.json');
  // the very definition that the page tells people to write
  writeFileSync(model, /```json\n(.*?)```/s.exec(page)?.[1] ?? '');
  result = await playedDemo('--model', model, '--data', data, '--keep', join(folder, 'run'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('another model learns from its own data, and first beats the constant score', () => {
  expect(result.model).toBe('credit-default');
  expect(result.executions[0]).toMatchObject({ decision: 'promoted', modelVersion: '1.0.0' });
  expect(result.versions.find(({ modelVersion }) => modelVersion === '1.0.0')?.auc).toBeGreaterThan(0.65);
});

test('where nothing drifts, what has to be broken is released by force, and rolled back all the same', () => {
  expect(result.rollbacks.map(({ cause }) => cause)).toEqual(['alarm', 'alarm', 'manual']);
  expect(result.canaries.map(({ outcome }) => outcome)).toEqual(['promoted', 'rolled-back', 'promoted']);
  expect(result.versions.filter(({ fate }) => fate.includes('forced'))).toHaveLength(2);
  expect(result.executions.map(({ decision }) => decision)).toContain('skipped');
});

test('the run is kept where it was asked for', () => {
  expect(readKeptRun(join(folder, 'run')).executions).toHaveLength(result.executions.length);
  expect(JSON.parse(readFileSync(join(folder, 'run/demo.json'), 'utf8'))).toEqual(result);
});
