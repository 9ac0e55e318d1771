import {
  type CategoricalPreparation,
  columnsOf,
  type LinearPreparation,
  type LinearScorer,
  type NumericPreparation,
} from '../fitted-model.ts';

/** Adds what one feature contributes to the margin of every output. */
export type MarginTerm =
  | {
      readonly kind: 'numeric';
      readonly part: NumericPreparation;
      readonly add: (value: number, margins: Float64Array) => void;
    }
  | {
      readonly kind: 'categorical';
      readonly part: CategoricalPreparation;
      /** What a level adds to each margin; undefined for one that adds nothing, null stands for a missing one. */
      readonly weightsOf: (level: string | null) => Float64Array | undefined;
    };

/** The terms of a linear model, in the order of its preparation, which is the order in which they are added up. */
export function marginTerms(preparation: readonly LinearPreparation[], { weights }: LinearScorer): MarginTerm[] {
  let column = 0;
  return preparation.map((part) => {
    const first = column;
    column += columnsOf(part);
    const columns = Array.from({ length: columnsOf(part) }, (_, index) => columnWeights(weights, first + index));
    return part.kind === 'numeric' ? numericTerm(part, columns) : categoricalTerm(part, columns);
  });
}

/** Adds weights, if any, times a factor to the margins. */
export function addWeights(margins: Float64Array, weights: Float64Array | undefined, factor: number): void {
  if (weights === undefined) return;
  for (let k = 0; k < margins.length; k += 1) margins[k] = (margins[k] as number) + (weights[k] as number) * factor;
}

function columnWeights(weights: LinearScorer['weights'], column: number): Float64Array {
  return Float64Array.from(weights, (row) => row[column] ?? 0);
}

function numericTerm(part: NumericPreparation, [slope, indicator]: readonly Float64Array[]): MarginTerm {
  const { fill, mean, scale } = part;
  const add = (value: number, margins: Float64Array) => {
    const missing = Number.isNaN(value);
    addWeights(margins, slope, ((missing ? fill : value) - mean) / scale);
    if (missing) addWeights(margins, indicator, 1);
  };
  return { kind: 'numeric', part, add };
}

function categoricalTerm(part: CategoricalPreparation, columns: readonly Float64Array[]): MarginTerm {
  const { levels } = part;
  const levelWeights = new Map(levels.map((level, index) => [level, columns[index]]));
  const other = part.other ? columns[levels.length] : undefined;
  const missing = part.indicator ? columns.at(-1) : undefined;
  const weightsOf = (level: string | null) => (level === null ? missing : (levelWeights.get(level) ?? other));
  return { kind: 'categorical', part, weightsOf };
}
