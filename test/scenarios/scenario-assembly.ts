import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { contentHash } from '../../lib/domain/content-hash.ts';
import { type ModelDefinitionFile, ratchetStacks } from '../../lib/index.ts';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** A model that learns in minutes: short bakes, a short probation, data that fits on a screen. */
export const quickModel: ModelDefinitionFile = {
  name: 'quick',
  policy: 'backlink-actions',
  target: 'clicked',
  positiveClass: 'yes',
  labels: ['yes', 'no'],
  features: { numeric: ['age', 'visits'], categorical: ['plan'] },
  window: { days: 30 },
  samples: { minimum: 50, trusted: 100, minimumNew: 20 },
  gate: { rules: [{ metric: 'auc', mode: 'absolute', minimum: 0.01, severity: 'hard' }] },
  canary: {
    steps: [
      { weight: 0.01, bake: '10m' },
      { weight: 0.1, bake: '10m' },
      { weight: 0.5, bake: '10m' },
    ],
    poll: '2m',
    maximumHold: '20m',
  },
  rollback: { probation: '1h' },
};

/**
 * The folder of the synthesized assembly of one model. It is made once and used by every test process; one that is made
 * twice at the same time is moved into place once.
 */
export function scenarioAssembly(definition: ModelDefinitionFile = quickModel): string {
  const folder = root(`dist/scenarios/${contentHash({ definition, bundles: bundleTimes() }).slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}-${process.pid}`;
  const { context } = JSON.parse(readFileSync(root('cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  mkdirSync(draft, { recursive: true });
  const app = new App({ context, outdir: draft, builtinCloudFormationValidation: false });
  ratchetStacks(app, { definitions: [definition], development: true });
  app.synth();
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(draft, { recursive: true });
  }
  return folder;
}

function bundleTimes(): number[] {
  const bundles = root('dist/lambdas');
  return readdirSync(bundles).map((step) => statSync(`${bundles}/${step}/index.mjs`).mtimeMs);
}
