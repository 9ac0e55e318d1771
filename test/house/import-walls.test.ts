import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One forbidden import per wall, and one that is allowed, from where they would stand. */
const walls = [
  { file: 'lib/domain/planted.ts', forbidden: '../aws/dynamodb-ledger.ts', allowed: '../statistics/metrics/auc.ts' },
  { file: 'lib/domain/ledger/planted.ts', forbidden: '../../aws/dynamodb-ledger.ts', allowed: '../steps/assess.ts' },
  { file: 'lib/domain/planted.ts', forbidden: 'node:fs', allowed: 'node:crypto' },
  { file: 'lib/statistics/planted.ts', forbidden: '../domain/errors.ts', allowed: './metrics/auc.ts' },
  { file: 'lib/statistics/paired/planted.ts', forbidden: '../../domain/errors.ts', allowed: '../metrics/auc.ts' },
  { file: 'lib/training/planted.ts', forbidden: '../domain/errors.ts', allowed: '../statistics/metrics/auc.ts' },
  {
    file: 'lib/training/scoring/planted.ts',
    forbidden: '../../domain/errors.ts',
    allowed: '../../statistics/metrics/auc.ts',
  },
  { file: 'lib/aws/planted.ts', forbidden: '../constructs/workflow.ts', allowed: '@aws-sdk/client-lambda' },
  { file: 'lib/constructs/planted.ts', forbidden: '@aws-sdk/client-lambda', allowed: 'aws-cdk-lib/aws-lambda' },
  {
    file: 'lib/constructs/serving/planted.ts',
    forbidden: '../../aws/dynamodb-ledger.ts',
    allowed: '../acknowledgement.ts',
  },
  { file: 'lib/local/states/planted.ts', forbidden: '../../constructs/workflow.ts', allowed: '../virtual-clock.ts' },
  { file: 'lib/local/planted.ts', forbidden: '../aws/dynamodb-ledger.ts', allowed: 'jsonata' },
  { file: 'lib/report/planted.ts', forbidden: '../aws/dynamodb-ledger.ts', allowed: '../domain/errors.ts' },
  { file: 'lib/cli/planted.ts', forbidden: '../constructs/workflow.ts', allowed: '../aws/dynamodb-ledger.ts' },
  { file: 'lib/cli/planted.ts', forbidden: '@aws-sdk/client-lambda', allowed: 'commander' },
  {
    file: 'lib/cli/verbs/planted.ts',
    forbidden: '../../constructs/workflow.ts',
    allowed: '../../aws/dynamodb-ledger.ts',
  },
  { file: 'lib/cli/verbs/planted.ts', forbidden: 'aws-cdk-lib', allowed: '../terminal/terminal.ts' },
  { file: 'lib/page/planted.ts', forbidden: '../aws/dynamodb-ledger.ts', allowed: '../domain/errors.ts' },
  { file: 'lib/index.ts', forbidden: './aws/dynamodb-ledger.ts', allowed: './domain/errors.ts' },
  { file: 'lambdas/planted.ts', forbidden: '../lib/constructs/workflow.ts', allowed: '../lib/aws/dynamodb-ledger.ts' },
  { file: 'lambdas/planted.ts', forbidden: 'aws-cdk-lib', allowed: '@middy/core' },
] as const;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(root, 'test/house/planted-'));
  const settings: { vcs?: unknown; files?: unknown } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  delete settings.vcs;
  delete settings.files;
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ root: true, ...settings }));
});

afterAll(() => rmSync(folder, { recursive: true }));

function refusals(file: string, imported: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `import type { planted } from '${imported}';\nexport type Planted = planted;\n`);
  const run = spawnSync('biome', ['lint', '--only=style/noRestrictedImports', '--reporter=json', file], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` },
  });
  rmSync(path);
  const report: { diagnostics: { category: string; message: string }[] } = JSON.parse(run.stdout);
  return report.diagnostics
    .filter(({ category }) => category === 'lint/style/noRestrictedImports')
    .map(({ message }) => message)
    .join('\n');
}

describe.each(walls)('the wall around $file', ({ file, forbidden, allowed }) => {
  test(`refuses ${forbidden}`, () => {
    expect(refusals(file, forbidden)).toContain('may import only');
  });

  test(`lets ${allowed} through`, () => {
    expect(refusals(file, allowed)).toBe('');
  });
});

test('every folder of lib has a wall, and every wall has a planted import', () => {
  const { overrides }: { overrides: { includes: string[] }[] } = JSON.parse(
    readFileSync(join(root, 'biome.json'), 'utf8'),
  );
  const walled = overrides.flatMap(({ includes }) => includes).filter((pattern) => /^(lib|lambdas)/.test(pattern));
  const folders = readdirSync(join(root, 'lib'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of folders) expect(walled.some((pattern) => pattern.startsWith(`lib/${name}/`))).toBe(true);
  for (const pattern of walled) expect(walls.some(({ file }) => matchesGlob(file, pattern))).toBe(true);
});
