import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { sha256Hex } from '../lib/domain/content-hash.ts';
import { type StepName, stepNames } from '../lib/domain/steps/environment.ts';

/** Bundles every handler into `dist/lambdas/<step>/index.mjs`, AWS SDK included, and prints the sizes. */
const root = fileURLToPath(new URL('..', import.meta.url));
const output = `${root}dist/lambdas`;
const metafiles = `${root}dist/metafiles`;

// packages that are still CommonJS call `require`, which an ES module does not have
const requireForCommonJs =
  "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);";

rmSync(output, { recursive: true, force: true });
mkdirSync(metafiles, { recursive: true });

async function bundle(step: StepName, define: Readonly<Record<string, string>> = {}) {
  const outfile = `${output}/${step}/index.mjs`;
  const { metafile } = await build({
    entryPoints: [`${root}lambdas/${step}.ts`],
    outfile,
    absWorkingDir: root,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: requireForCommonJs },
    define,
    metafile: true,
    logLevel: 'warning',
  });
  writeFileSync(`${metafiles}/${step}.json`, JSON.stringify(metafile));
  const bytes = Object.values(metafile.outputs).reduce((sum, { bytes: size }) => sum + size, 0);
  return { step, bytes, outfile };
}

// `register` records which code trained a model, so `train` comes first
const train = await bundle('train');
const define = { TRAIN_CODE_SHA256: JSON.stringify(sha256Hex(readFileSync(train.outfile))) };
const sizes = await Promise.all(stepNames.map((step) => (step === 'train' ? train : bundle(step, define))));

if (!process.argv.includes('--quiet')) {
  for (const { step, bytes } of sizes) console.log(`${step.padEnd(14)}${(bytes / 1024).toFixed(0).padStart(6)} KB`);
}
