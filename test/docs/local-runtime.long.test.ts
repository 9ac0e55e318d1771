import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the example of the local runtime runs as it stands, and its release succeeds in spite of the faults', () => {
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readFileSync(join(root, 'docs/local-runtime.md'), 'utf8')) ?? [];
  // at the same depth as the page, so that its imports hold
  const file = join(root, 'dist/local-runtime-example.ts');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(file, example);
  const printed = execFileSync(process.execPath, [file], { cwd: root, encoding: 'utf8' });
  rmSync(file);
  expect(printed).toMatch(/^\[ 'SUCCEEDED' \]\n\d+ [0-9a-f]{64}\n$/);
});
