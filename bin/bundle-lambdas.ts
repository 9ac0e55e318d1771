import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { sha256Hex } from '../lib/domain/content-hash.ts';
import { type StepName, stepNames } from '../lib/domain/steps/environment.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Moved into place in the end, so that whoever reads bundles meanwhile reads whole ones. */
const draft = `dist/bundling-${process.pid}`;

// packages that are still CommonJS call `require`, which an ES module does not have
const requireForCommonJs =
  "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);";

/** One run for many handlers, because it parses what they have in common once. */
async function bundle(steps: readonly StepName[], define: Readonly<Record<string, string>> = {}): Promise<void> {
  const { metafile } = await build({
    entryPoints: steps.map((step) => ({ in: `${root}lambdas/${step}.ts`, out: `${step}/index` })),
    outdir: `${root}${draft}/lambdas`,
    outExtension: { '.js': '.mjs' },
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
  mkdirSync(`${root}${draft}/metafiles`, { recursive: true });
  for (const step of steps) {
    writeFileSync(`${root}${draft}/metafiles/${step}.json`, JSON.stringify(partOf(metafile, step)));
  }
}

/** What one bundle is made of: all outputs of a run share its inputs. */
function partOf({ inputs, outputs }: Metafile, step: StepName): Metafile {
  const part = outputs[`${draft}/${fileOf(step)}`];
  if (part === undefined) throw new Error(`esbuild should have written ${fileOf(step)}`);
  return {
    inputs: Object.fromEntries(Object.entries(inputs).filter(([path]) => path in part.inputs)),
    outputs: { [`dist/${fileOf(step)}`]: part },
  };
}

const fileOf = (step: StepName) => `lambdas/${step}/index.mjs`;

/**
 * Bundles every handler into `dist/lambdas/<step>/index.mjs`, AWS SDK included. Returns the sizes in bytes, in the order
 * of the steps.
 */
export async function bundleLambdas(): Promise<ReadonlyMap<StepName, number>> {
  // `register` records which code trained a model, so `train` comes first
  await bundle(['train']);
  const trainCode = sha256Hex(readFileSync(`${root}${draft}/${fileOf('train')}`));
  await bundle(
    stepNames.filter((step) => step !== 'train'),
    { TRAIN_CODE_SHA256: JSON.stringify(trainCode) },
  );
  for (const folder of ['lambdas', 'metafiles']) {
    rmSync(`${root}dist/${folder}`, { recursive: true, force: true });
    renameSync(`${root}${draft}/${folder}`, `${root}dist/${folder}`);
  }
  rmSync(`${root}${draft}`, { recursive: true });
  return new Map(stepNames.map((step) => [step, statSync(`${root}dist/${fileOf(step)}`).size]));
}

if (import.meta.main) {
  const sizes = await bundleLambdas();
  if (!process.argv.includes('--quiet')) {
    for (const [step, bytes] of sizes) console.log(`${step.padEnd(14)}${(bytes / 1024).toFixed(0).padStart(6)} KB`);
  }
}
