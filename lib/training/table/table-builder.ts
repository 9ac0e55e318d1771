import type { FeatureColumn } from './feature-column.ts';
import type { TrainingFeatures } from './feature-reading.ts';
import type { FeatureTable } from './feature-table.ts';
import { BLOCK_ROWS, rowBlock } from './row-block.ts';
import { featureValues } from './value-columns.ts';

export interface TableBuilder {
  /** Keeps the values of a row, and not the row. */
  add(row: TrainingFeatures): void;
  finish(): FeatureTable;
}

/** Makes columns of rows, read as serving reads them. */
export function tableBuilder(features: readonly FeatureColumn[]): TableBuilder {
  const columns = features.map(featureValues);
  let rows = 0;
  const block = rowBlock(
    features.map(({ name }) => name),
    (values, count) => {
      for (const [place, { append }] of columns.entries())
        append(values, place * BLOCK_ROWS, place * BLOCK_ROWS + count);
      rows += count;
    },
  );
  return {
    add: block.add,
    finish: () => {
      block.flush();
      return { rows, columns: columns.map((column) => column.finish()) };
    },
  };
}
