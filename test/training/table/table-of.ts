import { type FittedModel, isNumber } from '../../../lib/training/fitted-model.ts';
import type { FeatureColumn } from '../../../lib/training/table/feature-column.ts';
import type { TrainingFeatures } from '../../../lib/training/table/feature-reading.ts';
import { tableBuilder } from '../../../lib/training/table/table-builder.ts';

/** Rows as columns. */
export function tableOf(features: readonly FeatureColumn[], rows: readonly TrainingFeatures[]) {
  const builder = tableBuilder(features);
  for (const row of rows) builder.add(row);
  return builder.finish();
}

/** The features that a model prepares. */
export function featuresOf({ preparation }: FittedModel): FeatureColumn[] {
  return preparation.map((part) => ({
    name: part.feature,
    kind: isNumber(part) ? 'numeric' : 'categorical',
    missing: part.missing,
  }));
}

/** Texts that mean "missing", by feature. */
export function missingOf(features: readonly FeatureColumn[]): Map<string, readonly string[]> {
  return new Map(features.map(({ name, missing }) => [name, missing]));
}
