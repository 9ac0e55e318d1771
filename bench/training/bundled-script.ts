import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles one of `scripts` as the Lambda functions are bundled; returns where it stands. */
export async function bundledScript(name: string, folder: string): Promise<string> {
  const outfile = `${folder}/${name}.mjs`;
  await build({
    entryPoints: [fileURLToPath(new URL(`scripts/${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return outfile;
}
