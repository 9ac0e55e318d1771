import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../lib/constructs/package-root.ts';

const root = packageRoot();
/** Bundled last. */
const lastBundle = join(root, 'dist/metafiles/code-release.json');

/** Bundles the handlers when there are no bundles, or when something they are made of is newer. */
export async function bundleIfStale(): Promise<void> {
  // an installed package has bundles, and nothing that they are made of
  if (!existsSync(join(root, 'lambdas'))) return;
  const bundledAt = existsSync(lastBundle) ? statSync(lastBundle).mtimeMs : 0;
  const sources = ['lib', 'lambdas', 'package-lock.json', 'bin/bundle-lambdas.ts'].map((name) => join(root, name));
  if (Math.max(...sources.map(newest)) <= bundledAt) return;
  const { bundleLambdas } = await import('./bundle-lambdas.ts');
  await bundleLambdas();
}

function newest(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  const entries = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return Math.max(mtimeMs, ...entries.map((entry) => statSync(join(path, entry)).mtimeMs));
}
