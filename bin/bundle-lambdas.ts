import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { sha256Hex } from '../lib/domain/content-hash.ts';
import { type StepName, stepNames } from '../lib/domain/steps/environment.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = `${root}dist/lambdas`;
const metafiles = `${root}dist/metafiles`;

// packages that are still CommonJS call `require`, which an ES module does not have
const requireForCommonJs =
  "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);";

/** One run for many handlers, because it parses what they have in common once. */
async function bundle(steps: readonly StepName[], define: Readonly<Record<string, string>> = {}): Promise<void> {
  const { metafile } = await build({
    entryPoints: steps.map((step) => ({ in: `${root}lambdas/${step}.ts`, out: `${step}/index` })),
    outdir: output,
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
  for (const step of steps) writeFileSync(`${metafiles}/${step}.json`, JSON.stringify(partOf(metafile, step)));
}

/** What one bundle is made of: all outputs of a run share its inputs. */
function partOf({ inputs, outputs }: Metafile, step: StepName): Metafile {
  const own = Object.entries(outputs).filter(([path]) => path === outputOf(step));
  const used = new Set(own.flatMap(([, part]) => Object.keys(part.inputs)));
  return {
    inputs: Object.fromEntries(Object.entries(inputs).filter(([path]) => used.has(path))),
    outputs: Object.fromEntries(own),
  };
}

const outputOf = (step: StepName) => `dist/lambdas/${step}/index.mjs`;

/**
 * Bundles every handler into `dist/lambdas/<step>/index.mjs`, AWS SDK included. Returns the sizes in bytes, in the order
 * of the steps.
 */
export async function bundleLambdas(): Promise<ReadonlyMap<StepName, number>> {
  rmSync(output, { recursive: true, force: true });
  mkdirSync(metafiles, { recursive: true });
  // `register` records which code trained a model, so `train` comes first
  await bundle(['train']);
  const trainCode = sha256Hex(readFileSync(`${root}${outputOf('train')}`));
  await bundle(
    stepNames.filter((step) => step !== 'train'),
    { TRAIN_CODE_SHA256: JSON.stringify(trainCode) },
  );
  return new Map(stepNames.map((step) => [step, statSync(`${root}${outputOf(step)}`).size]));
}

if (import.meta.main) {
  const sizes = await bundleLambdas();
  if (!process.argv.includes('--quiet')) {
    for (const [step, bytes] of sizes) console.log(`${step.padEnd(14)}${(bytes / 1024).toFixed(0).padStart(6)} KB`);
  }
}
