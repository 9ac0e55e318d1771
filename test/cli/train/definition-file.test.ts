import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WrongUsage } from '../../../lib/cli/cli-errors.ts';
import { readDefinitionFile } from '../../../lib/cli/train/definition-file.ts';
import { churn } from '../verbs/train-set-up.ts';

/** A folder with definitions of these names, and what else a folder of models has. */
function folderOf(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'ratchet-models-'));
  writeFileSync(join(folder, 'model-definition.schema.json'), '{}');
  writeFileSync(join(folder, 'README.md'), '');
  for (const name of names) writeFileSync(join(folder, `${name}.json`), JSON.stringify({ ...churn, name }));
  return folder;
}

test('the only definition of the folder is meant', () => {
  const folder = folderOf('churn');

  expect(readDefinitionFile(null, folder)).toMatchObject({
    file: join(folder, 'churn.json'),
    definition: { name: 'churn' },
  });
});

test('one that is named is meant, however many there are', () => {
  const folder = folderOf('churn', 'leads');

  expect(readDefinitionFile(join(folder, 'leads.json'), folder).definition.name).toBe('leads');
});

test.each([
  ['several', folderOf('leads', 'churn'), 'churn.json, leads.json'],
  ['none', folderOf(), 'none'],
  ['no folder at all', join(folderOf(), 'none'), 'none'],
])('%s have to be told apart', (_what, folder, found) => {
  expect(() => readDefinitionFile(null, folder)).toThrow(WrongUsage);
  expect(() => readDefinitionFile(null, folder)).toThrow(
    `--model should name the JSON definition of the model, such as models/bank-marketing.json: the folder '${folder}' has ${found}`,
  );
});
