import type { EnsembleScorer, FittedModel, LinearPreparation, LinearScorer, TreePreparation } from '../fitted-model.ts';
import { float32Reader, levelReader, type TrainingFeatures } from '../table/feature-reading.ts';
import { addWeights, marginTerms } from './linear-margins.ts';
import { sigmoid, softmax } from './link.ts';
import { weightedMean } from './soft-vote.ts';
import { treeScorer } from './tree-scorer.ts';

/** The positive class's probability, or one probability per class. */
export type ModelScore = number | number[];

export type RowScorer = (row: TrainingFeatures) => ModelScore;

/**
 * The model as a function of one row. Whatever a row holds, its score is a probability: what a feature cannot read is
 * missing, a feature that is not there too.
 */
export function createScorer(model: FittedModel): RowScorer {
  const { scorer, positiveClass } = model;
  if (scorer.kind === 'linear') return linearScorer(model, scorer);
  if (scorer.kind === 'trees') return columnsScorer(model, treeScorer(scorer.ensemble).row);
  if (scorer.kind === 'onnx') return columnsScorer(model, scorer.network.scores);
  if (scorer.kind === 'ensemble') return ensembleScorer(scorer);
  const [first = 0] = scorer.probabilities;
  return positiveClass === null ? () => [...scorer.probabilities] : () => first;
}

function linearScorer({ preparation, positiveClass }: FittedModel, scorer: LinearScorer): RowScorer {
  const terms = marginTerms(preparation as readonly LinearPreparation[], scorer).map((term) => {
    const { feature, missing } = term.part;
    if (term.kind === 'numeric') {
      const read = float32Reader(missing);
      return (row: TrainingFeatures, margins: Float64Array) => term.add(read(row[feature]), margins);
    }
    const read = levelReader(missing);
    return (row: TrainingFeatures, margins: Float64Array) => addWeights(margins, term.weightsOf(read(row[feature])), 1);
  });
  const start = Float64Array.from(scorer.intercepts);
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

/** Reads the columns of a row into one buffer, which the trees then walk, or a network takes. */
function columnsScorer({ preparation, positiveClass }: FittedModel, score: RowProbabilities): RowScorer {
  const readers = (preparation as readonly TreePreparation[]).map(columnReader);
  const values = new Float32Array(readers.length);
  const probabilitiesOf = (row: TrainingFeatures) => {
    for (let column = 0; column < readers.length; column += 1) values[column] = (readers[column] as ColumnReader)(row);
    return score(values);
  };
  if (positiveClass !== null) return (row) => probabilitiesOf(row)[0] as number;
  return (row) => Array.from(probabilitiesOf(row));
}

type ColumnReader = (row: TrainingFeatures) => number;
type RowProbabilities = (values: Float32Array) => Float64Array;

function columnReader(part: TreePreparation): ColumnReader {
  const { feature } = part;
  if (part.kind === 'passthrough') {
    const read = float32Reader(part.missing);
    return (row) => read(row[feature]);
  }
  const read = levelReader(part.missing);
  const placeOf = new Map(part.levels.map((level, place) => [level, place]));
  return (row) => {
    const level = read(row[feature]);
    return level === null ? Number.NaN : (placeOf.get(level) ?? Number.NaN);
  };
}

function ensembleScorer({ members }: EnsembleScorer): RowScorer {
  const scorers = members.map(({ weight, model }) => ({ weight, score: createScorer(model) }));
  return (row) => weightedMean(scorers.map(({ weight, score }) => ({ weight, score: score(row) })));
}
