import { writeFileSync } from 'node:fs';
import { writeXgboostJson } from '../../../lib/training/formats/write-xgboost.ts';
import type { TreeEnsemble } from '../../../lib/training/trees/tree-ensemble.ts';
import { randomEnsemble } from '../trees/random-ensemble.ts';

const size = { trees: 6, depth: 3, columns: 6 };

/** Models of every kind that is written. */
export const writtenModels: Readonly<Record<string, TreeEnsemble>> = {
  logistic: randomEnsemble({ seed: 1, ...size }),
  softmax: randomEnsemble({ seed: 2, ...size, outputs: 3 }),
  'shares of one class': randomEnsemble({ seed: 3, ...size, link: 'identity' }),
  'shares of three classes': randomEnsemble({ seed: 4, ...size, outputs: 3, link: 'identity' }),
};

/** A model as it is stored: XGBoost's members between others. */
export function storedModel(ensemble: TreeEnsemble): string {
  const members = writeXgboostJson(ensemble, ['a', 'b "quoted"', 'c', 'd', 'ü', 'f']).slice(1, -1);
  return `{"golden":[{"row":[1.5,null]}],${members},"schema":"any/1"}`;
}

if (import.meta.main) {
  const files = Object.entries(writtenModels).map(([name, ensemble]) => [name, storedModel(ensemble)]);
  writeFileSync(new URL('written-models.json', import.meta.url), JSON.stringify(Object.fromEntries(files)));
}
