import type { OrdinalPreparation, TreePreparation } from '../fitted-model.ts';
import type { CategoricalColumn, FeatureTable, TableColumn } from '../table/feature-table.ts';

/** Columns for trees, one per feature: numbers as they are, levels by their place, NaN where missing, rare or unseen. */
export function treeColumns(preparation: readonly TreePreparation[], { rows, columns }: FeatureTable): Float32Array[] {
  const columnOf = new Map(columns.map((column) => [column.feature, column]));
  return preparation.map((part) => treeColumn(part, columnOf.get(part.feature), rows));
}

function treeColumn(part: TreePreparation, column: TableColumn | undefined, rows: number): Float32Array {
  if (part.kind === 'passthrough' && column?.kind === 'numeric') return column.values;
  if (part.kind === 'ordinal' && column?.kind === 'categorical') return ordinalColumn(part, column);
  return new Float32Array(rows).fill(Number.NaN);
}

function ordinalColumn({ levels }: OrdinalPreparation, column: CategoricalColumn): Float32Array {
  const placeOf = new Map(levels.map((level, place) => [level, place]));
  const placeOfCode = Float32Array.from(column.levels, (level) => placeOf.get(level) ?? Number.NaN);
  return Float32Array.from(column.codes, (code) => (code < 0 ? Number.NaN : (placeOfCode[code] as number)));
}
