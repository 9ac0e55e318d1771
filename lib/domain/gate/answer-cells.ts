import type { ReadScores } from '../../statistics/metrics/read-scores.ts';
import type { Cell } from '../../statistics/paired/cell-bootstrap.ts';
import type { ReadPair } from './uncertainty.ts';

/** Rows by what they are and what both models say they are: all that metrics of answers look at. */
export interface AnswerCells {
  readonly cells: readonly Cell[];
  /** One row of each cell, in the order of the cells. */
  readonly pair: ReadPair;
}

/** In an order that does not depend on that of the rows. */
export function answerCells({ candidate, champion }: ReadPair): AnswerCells {
  const found = new Map<string, { readonly row: number; readonly stratum: number; rows: number }>();
  for (const [row, stratum] of candidate.actual.entries()) {
    const key = [stratum, candidate.predicted[row], champion.predicted[row]].join();
    const known = found.get(key);
    if (known === undefined) found.set(key, { row, stratum, rows: 1 });
    else known.rows += 1;
  }
  const cells = [...found].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, cell]) => cell);
  const firstRows = cells.map(({ row }) => row);
  return {
    cells: cells.map(({ stratum, rows }) => ({ stratum, rows })),
    pair: { candidate: pick(candidate, firstRows), champion: pick(champion, firstRows) },
  };
}

function pick(read: ReadScores, rows: readonly number[]): ReadScores {
  return {
    positive: read.positive,
    actual: rows.map((row) => read.actual[row] ?? -1),
    predicted: rows.map((row) => read.predicted[row] ?? -1),
    probabilities: rows.map((row) => read.probabilities[row] ?? []),
    ofTruth: rows.map((row) => read.ofTruth[row] ?? 0),
  };
}
