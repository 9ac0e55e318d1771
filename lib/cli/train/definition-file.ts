import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelDefinition } from '../../domain/definition/model-definition.ts';
import { parseModelDefinitions } from '../../domain/definition/model-definitions.ts';
import { WrongUsage } from '../cli-errors.ts';

const FOLDER = 'models';

export interface DefinitionFile {
  readonly file: string;
  readonly definition: ModelDefinition;
}

/**
 * The definition in a file, or where none is named the only one of a folder. Throws `WrongUsage` where there
 * is none or several, and `InvalidDefinition`, which lists every wrong field.
 */
export function readDefinitionFile(named: string | null, folder: string = FOLDER): DefinitionFile {
  const file = named ?? onlyDefinition(folder);
  const [definition] = parseModelDefinitions([{ source: file, text: readFileSync(file, 'utf8') }]);
  if (definition === undefined) throw new TypeError(`${file} has a definition`);
  return { file, definition };
}

function onlyDefinition(folder: string): string {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const files = names.filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json')).sort();
  const [only, ...others] = files;
  if (only !== undefined && others.length === 0) return join(folder, only);
  const found = only === undefined ? 'none' : files.join(', ');
  throw new WrongUsage(
    `--model should name the JSON definition of the model, such as models/bank-marketing.json: the folder '${folder}' has ${found}`,
  );
}
