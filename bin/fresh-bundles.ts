import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Bundled last. */
const lastBundle = `${root}dist/metafiles/code-release.json`;

/** Bundles the handlers when there are no bundles, or when something they are made of is newer. */
export async function bundleIfStale(): Promise<void> {
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
