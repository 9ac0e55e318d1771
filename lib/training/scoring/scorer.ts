import {
  type CategoricalPreparation,
  columnsOf,
  type FittedModel,
  type LinearScorer,
  type NumericPreparation,
} from '../fitted-model.ts';
import { levelReader, numberReader, type TrainingFeatures } from '../table/feature-reading.ts';
import { sigmoid, softmax } from './link.ts';

/** The positive class's probability, or one probability per class. */
export type ModelScore = number | number[];

export type RowScorer = (row: TrainingFeatures) => ModelScore;

/** A row and what it has to score. */
export interface GoldenRow {
  readonly row: TrainingFeatures;
  readonly score: ModelScore;
}

const TOLERANCE = 1e-9;

/** Adds what one feature contributes to the margin of every output. */
type Term = (row: TrainingFeatures, margins: Float64Array) => void;

/**
 * The model as a function of one row. Whatever a row holds, its score is a probability: what a feature cannot read is
 * missing, a feature that is not there too.
 */
export function createScorer(model: FittedModel): RowScorer {
  const { scorer, positiveClass } = model;
  if (scorer.kind === 'linear') return linearScorer(model, scorer);
  const [first = 0] = scorer.probabilities;
  return positiveClass === null ? () => [...scorer.probabilities] : () => first;
}

/** Which golden row a model does not score any more as it did when it was trained; null when all are right. */
export function goldenFault(model: FittedModel & { readonly golden: readonly GoldenRow[] }): string | null {
  const score = createScorer(model);
  for (const [index, golden] of model.golden.entries()) {
    const got = score(golden.row);
    if (!agree(golden.score, got)) return `golden row ${index} should score ${golden.score}, got ${got}`;
  }
  return null;
}

function linearScorer({ preparation, positiveClass }: FittedModel, { intercepts, weights }: LinearScorer): RowScorer {
  const terms: Term[] = [];
  let column = 0;
  for (const part of preparation) {
    const columns = Array.from({ length: columnsOf(part) }, (_, index) => columnWeights(weights, column + index));
    terms.push(part.kind === 'numeric' ? numericTerm(part, columns) : categoricalTerm(part, columns));
    column += columns.length;
  }
  const start = Float64Array.from(intercepts);
  // one buffer for all rows: a score is read from it before the next row begins
  const margins = new Float64Array(start.length);
  const marginsOf = (row: TrainingFeatures) => {
    margins.set(start);
    for (const term of terms) term(row, margins);
    return margins;
  };
  if (positiveClass !== null) return (row) => sigmoid(marginsOf(row)[0] ?? 0);
  return (row) => {
    softmax(marginsOf(row));
    return Array.from(margins);
  };
}

function columnWeights(weights: LinearScorer['weights'], column: number): Float64Array {
  return Float64Array.from(weights, (row) => row[column] ?? 0);
}

function numericTerm(part: NumericPreparation, [slope, indicator]: readonly Float64Array[]): Term {
  const { feature, fill, mean, scale } = part;
  const read = numberReader(part.missing);
  return (row, margins) => {
    const value = read(row[feature]);
    const missing = Number.isNaN(value);
    add(margins, slope, ((missing ? fill : value) - mean) / scale);
    if (missing) add(margins, indicator, 1);
  };
}

function categoricalTerm(part: CategoricalPreparation, columns: readonly Float64Array[]): Term {
  const { feature, levels } = part;
  const read = levelReader(part.missing);
  const levelWeights = new Map(levels.map((level, index) => [level, columns[index]]));
  const other = part.other ? columns[levels.length] : undefined;
  const missing = part.indicator ? columns.at(-1) : undefined;
  return (row, margins) => {
    const level = read(row[feature]);
    add(margins, level === null ? missing : (levelWeights.get(level) ?? other), 1);
  };
}

function add(margins: Float64Array, weights: Float64Array | undefined, factor: number): void {
  if (weights === undefined) return;
  for (let k = 0; k < margins.length; k += 1) margins[k] = (margins[k] as number) + (weights[k] as number) * factor;
}

function agree(one: ModelScore, other: ModelScore): boolean {
  const [left, right] = [[one].flat(), [other].flat()];
  return (
    left.length === right.length && left.every((value, k) => Math.abs(value - (right[k] ?? Number.NaN)) <= TOLERANCE)
  );
}
