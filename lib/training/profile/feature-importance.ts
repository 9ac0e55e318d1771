import { gainImportance } from '../explanation/gain-importance.ts';
import {
  type CategoricalPreparation,
  columnsOf,
  type EnsembleScorer,
  type FittedModel,
  type LinearPreparation,
  type LinearScorer,
  type NumericPreparation,
} from '../fitted-model.ts';
import type { LevelRows } from './value-counts.ts';

/** How the values of one feature are spread over the rows that a model was trained on. */
export type FeatureSpread =
  | { readonly kind: 'numeric'; readonly rows: number; readonly missing: number; readonly deviation: number }
  | ({ readonly kind: 'categorical'; readonly rows: number } & LevelRows);

/**
 * How much each feature moves the scores, by its name; they add up to 1, and are all the same where nothing moves the
 * scores. Of a linear model it is the standard deviation of what the feature adds to the margin (of a numeric feature the
 * absolute value of its standardised coefficient), as a mean over the outputs; of trees the gain of their splits; of an
 * ensemble the weighted mean of its members. A network tells nothing of the kind, so its features count alike.
 */
export function featureImportance(
  model: FittedModel,
  spreads: ReadonlyMap<string, FeatureSpread>,
): ReadonlyMap<string, number> {
  const strengths = strengthsOf(model, spreads);
  const known = [...spreads.keys()].map((feature) => [feature, strengths.get(feature) ?? 0] as const);
  const total = known.reduce((sum, [, strength]) => sum + strength, 0);
  return new Map(known.map(([feature, strength]) => [feature, total > 0 ? strength / total : 1 / known.length]));
}

function strengthsOf(model: FittedModel, spreads: ReadonlyMap<string, FeatureSpread>): Map<string, number> {
  const { preparation, scorer } = model;
  if (scorer.kind === 'linear') return linearStrengths(preparation as readonly LinearPreparation[], scorer, spreads);
  if (scorer.kind === 'ensemble') return memberStrengths(scorer, spreads);
  if (scorer.kind === 'constant' || scorer.kind === 'onnx') return new Map();
  const gains = gainImportance(scorer.ensemble);
  return new Map(preparation.map(({ feature }, column) => [feature, gains[column] ?? 0]));
}

function memberStrengths({ members }: EnsembleScorer, spreads: ReadonlyMap<string, FeatureSpread>) {
  const strengths = new Map<string, number>();
  for (const { weight, model } of members) {
    for (const [feature, share] of featureImportance(model, spreads)) {
      strengths.set(feature, (strengths.get(feature) ?? 0) + weight * share);
    }
  }
  return strengths;
}

function linearStrengths(
  preparation: readonly LinearPreparation[],
  { weights }: LinearScorer,
  spreads: ReadonlyMap<string, FeatureSpread>,
): Map<string, number> {
  let column = 0;
  return new Map(
    preparation.map((part) => {
      const [from, to] = [column, column + columnsOf(part)];
      column = to;
      const spread = spreads.get(part.feature);
      if (spread === undefined || spread.rows === 0) return [part.feature, 0];
      const variances = weights.map((row) => varianceOf(part, spread, row.slice(from, to)));
      return [part.feature, variances.reduce((sum, variance) => sum + Math.sqrt(variance), 0)];
    }),
  );
}

function varianceOf(
  part: NumericPreparation | CategoricalPreparation,
  spread: FeatureSpread,
  weights: readonly number[],
): number {
  if (part.kind === 'numeric') return spread.kind === 'numeric' ? numericVariance(part, spread, weights) : 0;
  return spread.kind === 'categorical' ? categoricalVariance(part, spread, weights) : 0;
}

/** A missing value counts as the mean, where the standardised value is 0, so that value and indicator do not covary. */
function numericVariance(
  { scale }: NumericPreparation,
  { rows, missing, deviation }: FeatureSpread & { readonly kind: 'numeric' },
  [slope = 0, indicator = 0]: readonly number[],
): number {
  const without = missing / rows;
  return (1 - without) * ((slope * deviation) / scale) ** 2 + without * (1 - without) * indicator ** 2;
}

/** At most one column of a row is 1. */
function categoricalVariance(
  part: CategoricalPreparation,
  { rows, levels, missing }: FeatureSpread & { readonly kind: 'categorical' },
  weights: readonly number[],
): number {
  const other = part.other ? (weights[part.levels.length] ?? 0) : 0;
  const weightOf = new Map(part.levels.map((level, index) => [level, weights[index] ?? 0]));
  const terms = [...levels].map(([level, count]) => ({ weight: weightOf.get(level) ?? other, share: count / rows }));
  terms.push({ weight: part.indicator ? (weights.at(-1) ?? 0) : 0, share: missing / rows });
  const mean = terms.reduce((sum, { weight, share }) => sum + weight * share, 0);
  return terms.reduce((sum, { weight, share }) => sum + share * (weight - mean) ** 2, 0);
}
