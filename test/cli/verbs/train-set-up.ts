import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { churnOutcomes } from '../../lambdas/learning-samples.ts';
import { ratchetWith } from '../cli-set-up.ts';

export const outcomes = churnOutcomes(600);

/** The definition that the outcomes belong to, as it stands in a file. */
export const churn = {
  name: 'churn',
  policy: 'feed-ranker',
  target: 'churned',
  positiveClass: 'yes',
  labels: ['yes', 'no'],
  features: { numeric: ['age'], categorical: ['job'], dropped: ['reason'] },
};

export const csv = (rows = outcomes) =>
  [
    'id,age,job,reason,churned',
    ...rows.map(({ id, features: f, label }) => `${id},${f.age},${f.job},${f.reason},${label}`),
  ].join('\n');

/** Files in a new folder, and what `ratchet train` with one of them comes to. */
export function workplace(definition: object = churn) {
  const folder = mkdtempSync(join(tmpdir(), 'ratchet-train-'));
  const path = (name: string) => join(folder, name);
  const write = (name: string, content: string) => {
    writeFileSync(path(name), content);
    return path(name);
  };
  const model = write('churn.json', JSON.stringify(definition));
  const output = path('model.json');
  const train = (input: string, ...more: string[]) =>
    ratchetWith(['train', '--input', input, '--output', output, '--model', model, ...more], { columns: 120 });
  return { folder, path, write, model, output, train };
}

export async function trainedJson(definition: object, name = 'rows.csv', content = csv()) {
  const place = workplace(definition);
  const { exitCode, stdout, stderr } = await place.train(place.write(name, content), '--json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return { ...place, json: JSON.parse(stdout) };
}
