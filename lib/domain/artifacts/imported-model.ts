import type { ModelDefinition } from '../definition/model-definition.ts';

/** Folder of model files that people bring along, below the model's own prefix. */
export const IMPORTS_FOLDER = 'imports';

/** Kind of the trainer of such a model: nobody here knows what it was trained by. */
export const IMPORTED = 'imported';

/** Where a model file is expected: `bank-marketing/imports/<sha256>/model`. */
export function importKey(modelName: string, sha256: string): string {
  return `${modelName}/${IMPORTS_FOLDER}/${sha256}/model`;
}

/** Whether a key is one of files that are brought along for this model. */
export function isImportKey(modelName: string, key: string): boolean {
  return key.startsWith(`${modelName}/${IMPORTS_FOLDER}/`);
}

/** The levels that a definition lists, in its order, which stand for their numbers in a file that does not say. */
export function definedLevels({ featureRules }: Pick<ModelDefinition, 'featureRules'>): Map<string, readonly string[]> {
  const rules = Object.entries(featureRules);
  return new Map(rules.flatMap(([name, { levels }]) => (levels === null ? [] : [[name, levels]])));
}
