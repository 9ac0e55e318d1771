import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { packageRoot } from '../lib/constructs/package-root.ts';
import { type ModelDefinitionFile, ratchetStacks } from '../lib/index.ts';

/**
 * Synthesizes the stacks of some models into a folder, as `cdk synth -c development=true` would; `network` makes the one
 * that training containers run in.
 */
export function synthesize(
  definitions: readonly ModelDefinitionFile[],
  folder: string,
  network?: (app: App) => ec2.IVpc,
): void {
  const app = new App({ context: cdkContext(), outdir: folder, builtinCloudFormationValidation: false });
  ratchetStacks(app, { definitions, development: true, ...(network && { vpc: network(app) }) });
  app.synth();
}

function cdkContext(): Record<string, unknown> {
  const { context } = JSON.parse(readFileSync(join(packageRoot(), 'cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  return context;
}
