import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelDefinitionFile } from '../domain/definition/model-definition.ts';
import { parseModelDefinitions } from '../domain/definition/model-definitions.ts';

const SCHEMA_SUFFIX = '.schema.json';

/**
 * Reads every model definition of a folder (`*.json`, but not `*.schema.json`). Throws `InvalidDefinition` with all the
 * wrong fields of all the files, or when two models have one name, or when there is none.
 */
export function readModelFiles(folder: string): ModelDefinitionFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.endsWith(SCHEMA_SUFFIX));
  if (names.length === 0)
    throw new Error(`${folder} should have a model definition, for example ${join(folder, 'my-model.json')}`);
  const files = names
    .sort()
    .map((name) => ({ source: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
  parseModelDefinitions(files);
  return files.map(({ text }) => JSON.parse(text) as ModelDefinitionFile);
}
