import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { InvalidDefinition } from '../lib/domain/errors.ts';
import { type ModelDefinitionFile, ratchetStacks, readModelFiles } from '../lib/index.ts';

const app = new App();
const folder = app.node.tryGetContext('models') ?? fileURLToPath(new URL('../models', import.meta.url));

ratchetStacks(app, {
  definitions: definitionsOrExit(),
  development: String(app.node.tryGetContext('development')) === 'true',
});

/** Wrong definitions end the synthesis with what is wrong, and without a trace of where it was noticed. */
function definitionsOrExit(): ModelDefinitionFile[] {
  try {
    return readModelFiles(folder);
  } catch (error) {
    if (!(error instanceof InvalidDefinition)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
