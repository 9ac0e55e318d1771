import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FittedModel, LinearPreparation, LinearScorer } from '../../../lib/training/fitted-model.ts';
import { prepareTable } from '../../../lib/training/preparation/prepared-rows.ts';
import { goldenFault as faultOf, type GoldenRow } from '../../../lib/training/scoring/golden-rows.ts';
import { sigmoid, softmax } from '../../../lib/training/scoring/link.ts';
import { createScorer } from '../../../lib/training/scoring/scorer.ts';
import type { TrainingFeatures } from '../../../lib/training/table/feature-reading.ts';
import { featuresOf, tableOf } from '../table/table-of.ts';

const preparation: LinearPreparation[] = [
  { kind: 'numeric', feature: 'age', missing: [], fill: 40, mean: 42, scale: 10, indicator: true },
  {
    kind: 'categorical',
    feature: 'job',
    missing: ['unknown'],
    levels: ['clerk', 'nurse'],
    other: true,
    indicator: true,
  },
  { kind: 'categorical', feature: 'loan', missing: [], levels: ['yes'], other: false, indicator: false },
];
const weights = [0.5, -1, 1, 2, 3, 4, 8];

const binary: FittedModel = {
  preparation,
  scorer: { kind: 'linear', intercepts: [-1], weights: [weights] },
  positiveClass: 'yes',
  classes: [],
};

const several: FittedModel = {
  preparation,
  scorer: { kind: 'linear', intercepts: [0, 1, -1], weights: [weights, weights.toReversed(), weights.map((w) => -w)] },
  positiveClass: null,
  classes: ['a', 'b', 'c'],
};

const constant = (probabilities: number[], positiveClass: string | null): FittedModel => ({
  preparation: [],
  scorer: { kind: 'constant', probabilities },
  positiveClass,
  classes: positiveClass === null ? probabilities.map(String) : [],
});

const value = fc.oneof(
  fc.double(),
  fc.string(),
  fc.constantFrom('clerk', 'nurse', 'unknown', 'yes', '42', null, true),
  fc.integer({ min: 0, max: 90 }),
);
const row = fc.record({ age: value, job: value, loan: value, surplus: value }, { requiredKeys: [] });

describe('one output', () => {
  const score = createScorer(binary);

  test.each<[string, TrainingFeatures, number]>([
    ['known values', { age: 52, job: 'clerk', loan: 'yes' }, -1 + 0.5 + 1 + 8],
    ['a number as text', { age: '32', job: 'nurse', loan: 'no' }, -1 - 0.5 + 2],
    ['an unseen level', { age: 42, job: 'pilot', loan: 'no' }, -1 + 3],
    ['an unseen level of a feature without a column for it', { age: 42, job: 'clerk', loan: 'maybe' }, -1 + 1],
    ['missing values', { age: null, job: 'unknown', loan: '' }, -1 - 0.1 - 1 + 4],
    ['nothing', {}, -1 - 0.1 - 1 + 4],
    ['names that every object inherits', { age: 42, job: 'toString' }, -1 + 3],
  ])('of %s is the sigmoid of its margin', (_what, features, margin) => {
    expect(score(features)).toBeCloseTo(sigmoid(margin), 12);
  });

  test('does not depend on the rows before', () => {
    const rows: TrainingFeatures[] = [{ age: 90 }, {}, { job: 'clerk' }];
    expect(rows.map((features) => score(features))).toEqual(rows.map((features) => createScorer(binary)(features)));
  });
});

/** The margins of the prepared columns, as the trainer computes them. */
function bySums(model: FittedModel, features: TrainingFeatures): Float64Array {
  const { values, valueColumns, ones } = prepareTable(preparation, tableOf(featuresOf(model), [features]));
  const { intercepts, weights: outputs } = model.scorer as LinearScorer;
  return Float64Array.from(outputs, (output, k) => {
    const numbers = [...valueColumns].map((column, index) => (values[index] ?? 0) * (output[column] ?? 0));
    const levels = [...ones].map((column) => output[column] ?? 0);
    return [...numbers, ...levels].reduce((sum, term) => sum + term, intercepts[k] ?? 0);
  });
}

test('any row scores what the trainer computes for its prepared columns', () => {
  const [one, three] = [createScorer(binary), createScorer(several)];
  fc.assert(
    fc.property(row, (features) => {
      const margins = bySums(binary, features);
      expect(one(features)).toBeCloseTo(sigmoid(margins[0] ?? Number.NaN), 12);
      const probabilities = bySums(several, features);
      softmax(probabilities);
      (three(features) as number[]).forEach((probability, k) => {
        expect(probability).toBeCloseTo(probabilities[k] ?? Number.NaN, 12);
      });
    }),
  );
});

test('whatever a row holds, its scores are probabilities', () => {
  const [one, three] = [createScorer(binary), createScorer(several)];
  fc.assert(
    fc.property(row, (features) => {
      const scores = [one(features), three(features)].flat();
      expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
      expect(scores.slice(1).reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 12);
    }),
  );
});

describe('a constant model', () => {
  test('scores every row alike', () => {
    expect(createScorer(constant([0.12], 'yes'))({ age: 3 })).toBe(0.12);
    expect(createScorer(constant([0.2, 0.8], null))({})).toEqual([0.2, 0.8]);
  });

  test('gives each caller scores of its own', () => {
    const score = createScorer(constant([0.2, 0.8], null));
    (score({}) as number[])[0] = 1;
    expect(score({})).toEqual([0.2, 0.8]);
  });
});

describe('golden rows', () => {
  const goldenFault = (model: FittedModel & { readonly golden: readonly GoldenRow[] }) => faultOf(model, model.golden);
  const goldenFeatures: TrainingFeatures[] = [{}, { age: 52, job: 'clerk' }];
  const scored = (model: FittedModel, change = 0) => ({
    ...model,
    golden: goldenFeatures.map((features) => {
      const score = createScorer(model)(features);
      return { row: features, score: typeof score === 'number' ? score + change : score.map((one) => one + change) };
    }),
  });

  test.each([
    ['one output', binary],
    ['several outputs', several],
    ['a constant', constant([0.3], 'yes')],
  ])('of %s are right as long as they differ by no more than 1e-9', (_what, model) => {
    expect(goldenFault(scored(model))).toBeNull();
    expect(goldenFault(scored(model, 0.9e-9))).toBeNull();
    expect(goldenFault(scored(model, -1.1e-9))).toMatch(/^golden row 0 should score .+, got .+/);
  });

  test('name the first one that differs', () => {
    const model = scored(binary);
    const spoilt = { ...model, golden: [...model.golden, { row: {}, score: 0.25 }] };
    expect(goldenFault(spoilt)).toMatch(/^golden row 2 should score 0.25, got 0\.8/);
  });

  test('are wrong with another number of outputs, or with no number', () => {
    expect(goldenFault({ ...several, golden: [{ row: {}, score: [0.5, 0.5] }] })).toMatch(/^golden row 0/);
    expect(goldenFault({ ...binary, golden: [{ row: {}, score: Number.NaN }] })).toMatch(/^golden row 0/);
  });

  test('that are not there are not wrong', () => expect(goldenFault({ ...binary, golden: [] })).toBeNull());
});
