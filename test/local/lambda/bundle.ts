import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll } from 'vitest';

const requireForCommonJs =
  "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);";

/** Bundles a file of handlers as a deployment would; returns the folder, which lives as long as the test file. */
export function bundle(entry: URL): string {
  const folder = mkdtempSync(join(tmpdir(), 'ratchet-bundle-'));
  buildSync({
    entryPoints: [fileURLToPath(entry)],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: requireForCommonJs },
    logLevel: 'warning',
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}
