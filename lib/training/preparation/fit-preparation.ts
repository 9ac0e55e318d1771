import type {
  CategoricalPreparation,
  LinearPreparation,
  NumericPreparation,
  OrdinalPreparation,
  PassthroughPreparation,
  TreePreparation,
} from '../fitted-model.ts';
import type { CategoricalColumn, FeatureTable, NumericColumn, TableColumn } from '../table/feature-table.ts';

const FEWEST_ROWS_OF_A_LEVEL = 2;
const SMALLEST_SHARE_OF_A_LEVEL = 0.001;
// what is left of a constant after rounding is no variation
const SMALLEST_RELATIVE_DEVIATION = 1e-12;

/**
 * Learns from training rows how each feature becomes columns of a linear model; the rows that a model is measured on play
 * no part. `missing` has the texts that mean "missing", by feature.
 */
export function fitLinearPreparation(table: FeatureTable, missing: MissingTexts): LinearPreparation[] {
  return table.columns.map((column) =>
    column.kind === 'numeric' ? fitNumeric(column, missing) : fitCategorical(column, missing),
  );
}

/** Learns which levels trees can tell apart: those with two training rows at least, in the order of their names. */
export function fitTreePreparation(table: FeatureTable, missing: MissingTexts): TreePreparation[] {
  return table.columns.map((column) =>
    column.kind === 'numeric' ? passthrough(column, missing) : ordinal(column, missing),
  );
}

/** Texts that mean "missing", by feature. */
export type MissingTexts = ReadonlyMap<string, readonly string[]>;

/** Standardises by the population deviation; missing values count as the mean of the others. */
function fitNumeric({ feature, values }: NumericColumn, missing: MissingTexts): NumericPreparation {
  const { mean, present } = meanOf(values);
  let squares = 0;
  for (const value of values) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / Math.max(1, values.length));
  const varies = deviation > SMALLEST_RELATIVE_DEVIATION * Math.abs(mean);
  return {
    kind: 'numeric',
    feature,
    missing: textsOf(feature, missing),
    fill: mean,
    mean,
    scale: varies ? deviation : 1,
    indicator: present < values.length,
  };
}

function meanOf(values: Float32Array): { readonly mean: number; readonly present: number } {
  let [sum, present] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    present += 1;
  }
  return { mean: present === 0 ? 0 : sum / present, present };
}

/** Levels with enough rows have a column of their own, which are 1,000 at most; the others share one. */
function fitCategorical(column: CategoricalColumn, missing: MissingTexts): CategoricalPreparation {
  const { feature, levels, codes } = column;
  const counts = countCodes(column);
  const fewest = Math.max(FEWEST_ROWS_OF_A_LEVEL, Math.ceil(codes.length * SMALLEST_SHARE_OF_A_LEVEL));
  const kept = levels.filter((_, code) => (counts[code] ?? 0) >= fewest);
  const seen = counts.filter((count) => count > 0).length;
  return {
    kind: 'categorical',
    feature,
    missing: textsOf(feature, missing),
    levels: kept.sort(),
    other: kept.length < seen,
    indicator: codes.includes(-1),
  };
}

function passthrough({ feature }: NumericColumn, missing: MissingTexts): PassthroughPreparation {
  return { kind: 'passthrough', feature, missing: textsOf(feature, missing) };
}

function ordinal(column: CategoricalColumn, missing: MissingTexts): OrdinalPreparation {
  const counts = countCodes(column);
  const levels = column.levels.filter((_, code) => (counts[code] ?? 0) >= FEWEST_ROWS_OF_A_LEVEL);
  return { kind: 'ordinal', feature: column.feature, missing: textsOf(column.feature, missing), levels: levels.sort() };
}

function countCodes({ levels, codes }: CategoricalColumn): Uint32Array {
  const counts = new Uint32Array(levels.length);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  return counts;
}

function textsOf(feature: TableColumn['feature'], missing: MissingTexts): string[] {
  return [...(missing.get(feature) ?? [])];
}
