import type { CategoricalPreparation, NumericPreparation, Preparation } from '../fitted-model.ts';
import { levelReader, numberReader, type TrainingFeatures } from '../table/feature-reading.ts';

/** A feature as the definition knows it. */
export interface FeatureColumn {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  /** Texts that mean "missing", besides the blank one. */
  readonly missing: readonly string[];
}

const FEWEST_ROWS_OF_A_LEVEL = 2;
const SMALLEST_SHARE_OF_A_LEVEL = 0.001;
// what is left of a constant after rounding is no variation
const SMALLEST_RELATIVE_DEVIATION = 1e-12;

/** Learns from training rows how each feature becomes columns; the rows that a model is measured on play no part. */
export function fitPreparation(features: readonly FeatureColumn[], rows: readonly TrainingFeatures[]): Preparation[] {
  return features.map((feature) =>
    feature.kind === 'numeric' ? fitNumeric(feature, rows) : fitCategorical(feature, rows),
  );
}

/** Standardises by the population deviation; missing values count as the mean of the others. */
function fitNumeric({ name, missing }: FeatureColumn, rows: readonly TrainingFeatures[]): NumericPreparation {
  const read = numberReader(missing);
  const present = rows.map((row) => read(row[name])).filter((value) => !Number.isNaN(value));
  const mean = present.length === 0 ? 0 : sumOf(present, (value) => value) / present.length;
  const variance = sumOf(present, (value) => (value - mean) ** 2) / Math.max(1, rows.length);
  const deviation = Math.sqrt(variance);
  const varies = deviation > SMALLEST_RELATIVE_DEVIATION * Math.abs(mean);
  return {
    kind: 'numeric',
    feature: name,
    missing: [...missing],
    fill: mean,
    mean,
    scale: varies ? deviation : 1,
    indicator: present.length < rows.length,
  };
}

/** Levels with enough rows have a column of their own, which are 1,000 at most; the others share one. */
function fitCategorical({ name, missing }: FeatureColumn, rows: readonly TrainingFeatures[]): CategoricalPreparation {
  const read = levelReader(missing);
  const counts = new Map<string, number>();
  let present = 0;
  for (const row of rows) {
    const level = read(row[name]);
    if (level === null) continue;
    present += 1;
    counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  const fewest = Math.max(FEWEST_ROWS_OF_A_LEVEL, Math.ceil(rows.length * SMALLEST_SHARE_OF_A_LEVEL));
  const levels = [...counts].flatMap(([level, count]) => (count >= fewest ? [level] : []));
  return {
    kind: 'categorical',
    feature: name,
    missing: [...missing],
    levels: levels.sort(),
    other: levels.length < counts.size,
    indicator: present < rows.length,
  };
}

function sumOf(values: readonly number[], termOf: (value: number) => number): number {
  return values.reduce((sum, value) => sum + termOf(value), 0);
}
