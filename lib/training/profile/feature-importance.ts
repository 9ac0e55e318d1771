import { type CategoricalPreparation, columnsOf, type FittedModel, type NumericPreparation } from '../fitted-model.ts';
import type { LevelRows } from './value-counts.ts';

/** How the values of one feature are spread over the rows that a model was trained on. */
export type FeatureSpread =
  | { readonly kind: 'numeric'; readonly rows: number; readonly missing: number; readonly deviation: number }
  | ({ readonly kind: 'categorical'; readonly rows: number } & LevelRows);

/**
 * How much each feature moves the scores, in the order of the preparation; they add up to 1. It is the standard deviation
 * of what the feature adds to a linear model's margin: of a numeric feature the absolute value of its standardised
 * coefficient. The mean over the outputs; all the same where nothing moves the scores.
 */
export function featureImportance({ preparation, scorer }: FittedModel, spreads: readonly FeatureSpread[]): number[] {
  let column = 0;
  const deviations = preparation.map((part, index) => {
    const [from, to] = [column, column + columnsOf(part)];
    column = to;
    const spread = spreads[index];
    if (scorer.kind !== 'linear' || spread === undefined || spread.rows === 0) return 0;
    const variances = scorer.weights.map((weights) => varianceOf(part, spread, weights.slice(from, to)));
    return variances.reduce((sum, variance) => sum + Math.sqrt(variance), 0);
  });
  const total = deviations.reduce((sum, deviation) => sum + deviation, 0);
  return deviations.map((deviation) => (total > 0 ? deviation / total : 1 / deviations.length));
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
