import type { FeatureColumn } from './feature-column.ts';
import { levelReader, nearestFloat32, numberReader } from './feature-reading.ts';
import type { CategoricalColumn, TableColumn } from './feature-table.ts';
import { growingFloats, growingIntegers } from './growing-array.ts';
import { levelDictionary } from './level-dictionary.ts';

/** A column that is filled from values as serving gets them. */
export interface ValueColumn<Column> {
  /** Appends the values from one place up to another. */
  append(values: ArrayLike<unknown>, from: number, to: number): void;
  finish(): Column;
}

const GROWTH = 1.5;

export function featureValues(feature: FeatureColumn): ValueColumn<TableColumn> {
  return feature.kind === 'numeric' ? numberValues(feature) : levelValues(feature.name, levelReader(feature.missing));
}

function numberValues({ name, missing }: FeatureColumn): ValueColumn<TableColumn> {
  const read = numberReader(missing);
  const numbers = growingFloats();
  let rows = 0;
  return {
    append: (values, from, to) => {
      const column = numbers.withRoom(rows + to - from, GROWTH);
      for (let place = from; place < to; place += 1, rows += 1) column[rows] = nearestFloat32(read(values[place]));
    },
    finish: () => ({ kind: 'numeric', feature: name, values: numbers.finish(rows) }),
  };
}

/** Levels as `read` gives them, null where the value is missing. */
export function levelValues(feature: string, read: (value: unknown) => string | null): ValueColumn<CategoricalColumn> {
  const { levels, codeOf } = levelDictionary(read);
  const codes = growingIntegers();
  let rows = 0;
  return {
    append: (values, from, to) => {
      const column = codes.withRoom(rows + to - from, GROWTH);
      for (let place = from; place < to; place += 1, rows += 1) column[rows] = codeOf(values[place]);
    },
    finish: () => ({ kind: 'categorical', feature, levels, codes: codes.finish(rows) }),
  };
}
