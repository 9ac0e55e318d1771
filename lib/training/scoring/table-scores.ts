import type { EnsembleScorer, FittedModel, LinearPreparation, LinearScorer, TreePreparation } from '../fitted-model.ts';
import { treeColumns } from '../preparation/tree-columns.ts';
import type { FeatureTable, TableColumn } from '../table/feature-table.ts';
import { addWeights, type MarginTerm, marginTerms } from './linear-margins.ts';
import { sigmoid, softmax } from './link.ts';
import type { ModelScore } from './scorer.ts';
import { weightedMean } from './soft-vote.ts';
import { treeScorer } from './tree-scorer.ts';

/** What a model says of every row of a table: to the bit what its scorer says of each alone, but for a network's rounding. */
export function scoreTable(model: FittedModel, table: FeatureTable): ModelScore[] {
  const { scorer, positiveClass } = model;
  if (scorer.kind === 'linear') return linearScores(model, scorer, table);
  if (scorer.kind === 'ensemble') return ensembleScores(scorer, table);
  if (scorer.kind === 'trees') {
    const columns = treeColumns(model.preparation as readonly TreePreparation[], table);
    return rowsOf(treeScorer(scorer.ensemble).batch(columns), table.rows, positiveClass !== null);
  }
  if (scorer.kind === 'onnx') {
    const columns = treeColumns(model.preparation as readonly TreePreparation[], table);
    return rowsOf(scorer.network.scores(rowByRow(columns, table.rows)), table.rows, positiveClass !== null);
  }
  const [first = 0] = scorer.probabilities;
  return Array.from({ length: table.rows }, () => (positiveClass === null ? [...scorer.probabilities] : first));
}

function rowByRow(columns: readonly Float32Array[], rows: number): Float32Array {
  const values = new Float32Array(rows * columns.length);
  for (const [place, column] of columns.entries()) {
    for (let row = 0, at = place; row < rows; row += 1, at += columns.length) values[at] = column[row] as number;
  }
  return values;
}

/** Probabilities row by row as scores. */
function rowsOf(probabilities: Float64Array, rows: number, single: boolean): ModelScore[] {
  if (single) return Array.from(probabilities);
  const outputs = probabilities.length / rows;
  return Array.from({ length: rows }, (_, row) =>
    Array.from(probabilities.subarray(row * outputs, (row + 1) * outputs)),
  );
}

function linearScores({ preparation, positiveClass }: FittedModel, scorer: LinearScorer, table: FeatureTable) {
  const columnOf = new Map(table.columns.map((column) => [column.feature, column]));
  const terms = marginTerms(preparation as readonly LinearPreparation[], scorer).map((term) =>
    termOfRow(term, columnOf.get(term.part.feature)),
  );
  const start = Float64Array.from(scorer.intercepts);
  const margins = new Float64Array(start.length);
  const scores: ModelScore[] = [];
  for (let row = 0; row < table.rows; row += 1) {
    margins.set(start);
    for (const term of terms) term(row, margins);
    if (positiveClass === null) softmax(margins);
    scores.push(positiveClass === null ? Array.from(margins) : sigmoid(margins[0] as number));
  }
  return scores;
}

function termOfRow(term: MarginTerm, column: TableColumn | undefined): (row: number, margins: Float64Array) => void {
  if (term.kind === 'numeric') {
    const { values } = column?.kind === 'numeric' ? column : { values: null };
    return (row, margins) => term.add(values === null ? Number.NaN : (values[row] as number), margins);
  }
  const missing = term.weightsOf(null);
  if (column?.kind !== 'categorical') return (_, margins) => addWeights(margins, missing, 1);
  const weightsOfCode = column.levels.map(term.weightsOf);
  const { codes } = column;
  return (row, margins) => {
    const code = codes[row] as number;
    addWeights(margins, code < 0 ? missing : weightsOfCode[code], 1);
  };
}

function ensembleScores({ members }: EnsembleScorer, table: FeatureTable): ModelScore[] {
  const voices = members.map(({ weight, model }) => ({ weight, scores: scoreTable(model, table) }));
  return Array.from({ length: table.rows }, (_, row) =>
    weightedMean(voices.map(({ weight, scores }) => ({ weight, score: scores[row] as ModelScore }))),
  );
}
