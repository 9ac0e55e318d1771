import { writeXgboostJson } from '../../../lib/training/formats/write-xgboost.ts';
import { trainModel } from '../../../lib/training/train-model.ts';
import type { Trainer } from '../../../lib/training/trainers/trainer.ts';
import { missingOf, tableOf } from '../table/table-of.ts';

const features = [
  { name: 'age', kind: 'numeric', missing: [] },
  { name: 'visits', kind: 'numeric', missing: ['none'] },
  { name: 'plan', kind: 'categorical', missing: [] },
] as const;

export const plans = ['free', 'paid', 'team'];

/** Customers, of whom old ones on a plan that costs tend to stay. */
function customers(count: number, labels: readonly string[]) {
  return Array.from({ length: count }, (_, index) => {
    const noise = (index * 0.618_033_988_749_895) % 1;
    const age = 20 + ((index * 7) % 50);
    const plan = plans[index % 3] as string;
    const place = Math.min(labels.length - 1, Math.floor(((age / 70 + index / count / 9 + noise) / 2) * labels.length));
    return {
      id: `customer-${index}`,
      label: labels[place] as string,
      features: { age, visits: index % 5 === 0 ? 'none' : index % 11, plan },
    };
  });
}

/** What training and adopting take; both take the columns away. */
export function taskOf(
  terms: { readonly positiveClass: string | null; readonly classes: readonly string[] },
  count = 300,
) {
  const rows = customers(count, terms.positiveClass === null ? terms.classes : ['no', 'yes']);
  const table = tableOf(
    features,
    rows.map((row) => row.features),
  );
  return {
    ids: rows.map(({ id }) => id),
    labels: rows.map(({ label }) => label),
    table: { columns: [...table.columns] },
    missing: missingOf(features),
    ...terms,
  };
}

export const binary = { positiveClass: 'yes', classes: [] };
export const threeClasses = { positiveClass: null, classes: ['low', 'middle', 'high'] };

export const boosted = (trees: number, seed = 1): Trainer => ({
  kind: 'gradient-boosted-trees',
  settings: {
    trees,
    depth: 3,
    learningRate: 0.3,
    l1Regularization: 0,
    l2Regularization: 1,
    minimumChildWeight: 1,
    minimumGain: 0,
    subsample: 0.8,
    columnSample: 1,
    earlyStoppingRounds: 0,
    classWeight: 'none',
    risingFeatures: [],
    fallingFeatures: [],
    seed,
    warmStart: false,
  },
});

export const forest = (trees: number): Trainer => ({
  kind: 'random-forest',
  settings: { trees, depth: 5, minimumLeafRows: 3, classWeight: 'none', seed: 1 },
});

/** A model that was trained here, and its trees as a file of XGBoost. */
export async function trainedFile(terms: typeof binary | typeof threeClasses, trainer: Trainer) {
  const model = await trainModel({ ...taskOf(terms), trainer });
  if (model.scorer.kind !== 'trees') throw new TypeError('the samples are of trees');
  const names = model.preparation.map(({ feature }) => feature);
  return { model, file: bytesOf(writeXgboostJson(model.scorer.ensemble, names)) };
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The file with something else in its learner. */
export function withLearner(file: Uint8Array, change: (learner: Record<string, unknown>) => object): Uint8Array {
  const parsed = JSON.parse(new TextDecoder().decode(file));
  return bytesOf(JSON.stringify({ ...parsed, learner: { ...parsed.learner, ...change(parsed.learner) } }));
}
