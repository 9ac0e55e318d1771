import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Somebody else's CDK app that has installed the package. */
const app = `
import { App, Stack } from 'aws-cdk-lib';
import { ModelPlatform, RetrainingPipeline } from 'ratchet';

const app = new App({ outdir: 'out' });
const platform = new ModelPlatform(new Stack(app, 'Shared'), 'Platform');

new RetrainingPipeline(new Stack(app, 'Churn'), 'Pipeline', {
  platform,
  definition: {
    name: 'churn',
    policy: 'backlink-actions',
    target: 'left',
    positiveClass: 'yes',
    features: { numeric: ['age', 'visits'], categorical: ['plan'] },
  },
});

app.synth();
`;

let folder: string;

function npm(...words: string[]): string {
  return execFileSync('npm', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** What the packed package says that it needs. */
function requiredPackages(installed: string): string[] {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  return [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ratchet-package-'));
  // what npm pack would build first stands there already: pretest built it
  npm('pack', root, '--ignore-scripts', '--silent');
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  const installed = join(folder, 'node_modules/ratchet');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', installed, '--strip-components=1']);
  // the packages that a registry would add, from where they are installed already
  for (const name of requiredPackages(installed)) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

test('a small CDK app synthesizes with nothing but the packed package', () => {
  expect(app.trim().split('\n').length).toBeLessThanOrEqual(20);
  writeFileSync(join(folder, 'app.mjs'), app);
  execFileSync(process.execPath, ['app.mjs'], { cwd: folder, stdio: 'pipe' });
  const template = readFileSync(join(folder, 'out/Churn.template.json'), 'utf8');
  expect(template).toContain('Custom::LiveAlias');
  expect(template).toContain('ratchet-churn-retrain');
});

test('the package carries every bundle, the schema for editors, and no source', () => {
  const files = readdirSync(join(folder, 'node_modules/ratchet'), { recursive: true, encoding: 'utf8' });
  expect(files).toContain('dist/lambdas/predict/index.mjs');
  expect(files).toContain('models/model-definition.schema.json');
  expect(files.filter((file) => /(^|\/)(test|lambdas|bench)\//.test(file.replace('dist/lambdas/', '')))).toEqual([]);
  expect(files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
});

test('its command knows every verb, and says what to do where there is no kept run', () => {
  const { bin } = JSON.parse(readFileSync(join(folder, 'node_modules/ratchet/package.json'), 'utf8'));
  const ratchet = join(folder, 'node_modules/ratchet', bin.ratchet);
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [ratchet, ...words], { cwd: folder, encoding: 'utf8' });

  expect(run('--help').stdout).toMatch(/demo.*status.*list.*info.*history.*retrain.*rollback.*verify/s);
  expect(run('status', '--local', 'nowhere')).toMatchObject({
    status: 3,
    stdout: '',
    stderr: expect.stringContaining('npm start -- --keep'),
  });
});
