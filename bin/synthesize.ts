import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { type ModelDefinitionFile, ratchetStacks } from '../lib/index.ts';

/** Synthesizes the stacks of some models into a folder, as `cdk synth -c development=true` would. */
export function synthesize(definitions: readonly ModelDefinitionFile[], folder: string): void {
  const app = new App({ context: cdkContext(), outdir: folder, builtinCloudFormationValidation: false });
  ratchetStacks(app, { definitions, development: true });
  app.synth();
}

function cdkContext(): Record<string, unknown> {
  const file = fileURLToPath(new URL('../cdk.json', import.meta.url));
  if (!existsSync(file)) return {};
  const { context } = JSON.parse(readFileSync(file, 'utf8')) as { context: Record<string, unknown> };
  return context;
}
