import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { ratchetStacks, readModelFiles } from '../lib/index.ts';

const app = new App();
const folder = app.node.tryGetContext('models') ?? fileURLToPath(new URL('../models', import.meta.url));

ratchetStacks(app, {
  definitions: readModelFiles(folder),
  development: String(app.node.tryGetContext('development')) === 'true',
});
