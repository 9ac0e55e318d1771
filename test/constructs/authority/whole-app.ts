import { fileURLToPath } from 'node:url';
import { type ModelDefinitionFile, readModelFiles } from '../../../lib/index.ts';
import { type Synthesized, synthesizedWith } from '../synthesized.ts';

const own = readModelFiles(fileURLToPath(new URL('../../../models', import.meta.url)));
const [{ gate: _, ...first }] = own as [ModelDefinitionFile];

/** A model with everything that is optional. */
const everything: ModelDefinitionFile = {
  ...first,
  name: 'everything',
  policy: 'feed-ranker',
  triggers: { drift: {}, performance: {}, volume: { rows: 10_000 } },
  alarms: { aucWarning: {}, aucCritical: {}, accuracyDrop: 0.05 },
};

const definitions = [...own, everything];

/** Names of the models in `wholeApp`. */
export const modelNames: readonly string[] = definitions.map(({ name }) => name);

let synthesizedApp: Synthesized | undefined;

/** The app of this repository as it is deployed, with all its models and one that has everything optional. */
export function wholeApp(): Synthesized {
  synthesizedApp ??= synthesizedWith({ definitions, emailAddresses: ['somebody@example.com'] });
  return synthesizedApp;
}
