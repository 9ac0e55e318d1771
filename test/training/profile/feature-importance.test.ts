import { describe, expect, test } from 'vitest';
import type { FittedModel, Preparation } from '../../../lib/training/fitted-model.ts';
import {
  type FeatureSpread,
  featureImportance as importanceOf,
} from '../../../lib/training/profile/feature-importance.ts';

const number = (feature: string, indicator = false): Preparation => ({
  kind: 'numeric',
  feature,
  missing: [],
  fill: 0,
  mean: 0,
  scale: 2,
  indicator,
});
const spread = (missing = 0): FeatureSpread => ({ kind: 'numeric', rows: 100, missing, deviation: 2 });

function model(preparation: Preparation[], ...weights: number[][]): FittedModel {
  return {
    preparation,
    scorer: { kind: 'linear', intercepts: weights.map(() => 0), weights },
    positiveClass: weights.length === 1 ? 'yes' : null,
    classes: weights.length === 1 ? [] : weights.map((_, index) => `class ${index}`),
  };
}

const featureImportance = (of: FittedModel, spreads: readonly FeatureSpread[]) => {
  const named = of.preparation.map(({ feature }, index) => [feature, spreads[index] as FeatureSpread] as const);
  return [...importanceOf(of, new Map(named)).values()];
};

describe('the importance of a feature', () => {
  test('is the absolute standardised coefficient, as a share of all', () => {
    const importance = featureImportance(model([number('a'), number('b')], [3, -1]), [spread(), spread()]);
    expect(importance[0]).toBeCloseTo(0.75, 12);
    expect(importance[1]).toBeCloseTo(0.25, 12);
  });

  test('counts what names and missing values do to the margin', () => {
    const job: Preparation = {
      kind: 'categorical',
      feature: 'job',
      missing: [],
      levels: ['clerk', 'nurse'],
      other: true,
      indicator: true,
    };
    const levels = new Map([
      ['clerk', 50],
      ['nurse', 25],
      ['pilot', 15],
    ]);
    const jobs: FeatureSpread = { kind: 'categorical', rows: 100, levels, missing: 10 };
    const contributions = [
      ...new Array(50).fill(1),
      ...new Array(25).fill(-1),
      ...new Array(15).fill(2),
      ...new Array(10).fill(0.5),
    ];
    const mean = contributions.reduce((sum, one) => sum + one, 0) / 100;
    const deviation = Math.sqrt(contributions.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 100);

    const [ofAge = 0, ofJob = 0] = featureImportance(model([number('age', true), job], [1, 4, 1, -1, 2, 0.5]), [
      spread(20),
      jobs,
    ]);
    // a fifth is missing: .8 of the value's variance, and .2 * .8 of the indicator's
    expect(ofJob / ofAge).toBeCloseTo(deviation / Math.sqrt(0.8 + 0.16 * 16), 10);
  });

  test('is the mean over the outputs', () => {
    const importance = featureImportance(model([number('a'), number('b')], [1, 0], [-1, 2]), [spread(), spread()]);
    expect(importance).toEqual([0.5, 0.5]);
  });

  test('is the same for all where nothing moves the scores', () => {
    const constant = { ...model([number('a'), number('b')], [0, 0]) };
    expect(featureImportance(constant, [spread(), spread()])).toEqual([0.5, 0.5]);
    const rate = { ...constant, scorer: { kind: 'constant' as const, probabilities: [0.1] } };
    expect(featureImportance(rate, [spread(), spread()])).toEqual([0.5, 0.5]);
    const unseen: FeatureSpread = { kind: 'numeric', rows: 0, missing: 0, deviation: 0 };
    expect(featureImportance(model([number('a')], [1]), [unseen])).toEqual([1]);
  });

  test('is nothing for what never varies', () => {
    const still: FeatureSpread = { kind: 'numeric', rows: 100, missing: 0, deviation: 0 };
    expect(featureImportance(model([number('a'), number('b')], [9, 1]), [still, spread()])).toEqual([0, 1]);
  });
});
