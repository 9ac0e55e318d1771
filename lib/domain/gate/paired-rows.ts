import { HoldoutMismatch, ScoreBroken } from './paired-errors.ts';

/** The positive class's probability, or one probability per class. */
type Score = number | readonly number[];

/** A row of the holdout and what one model makes of it. */
export interface ScoredRow {
  readonly id: string;
  readonly label: string;
  readonly score: Score;
}

/** A row and what both models make of it. */
export interface PairedRow {
  readonly id: string;
  readonly label: string;
  readonly candidate: Score;
  readonly champion: Score;
}

/**
 * Both models' scores of the same rows by id. Throws `HoldoutMismatch` where an id is missing on one side, occurs twice or
 * has two labels: rows are never left out. Throws `ScoreBroken` for a score that is not from 0 to 1.
 */
export function pairRows(candidate: readonly ScoredRow[], champion: readonly ScoredRow[]): PairedRow[] {
  const others = rowsById(champion, 'the champion');
  const own = rowsById(candidate, 'the candidate');
  const missing = champion.find(({ id }) => !own.has(id));
  if (missing !== undefined) throw mismatch(missing.id, 'be scored by both models', 'no score of the candidate');
  return candidate.map(({ id, label, score }) => {
    const other = others.get(id);
    if (other === undefined) throw mismatch(id, 'be scored by both models', 'no score of the champion');
    if (other.label !== label) throw mismatch(id, `be labelled ${label} for both models`, other.label);
    requireSameOutputs(id, score, other.score);
    return { id, label, candidate: score, champion: other.score };
  });
}

function rowsById(rows: readonly ScoredRow[], whose: string): Map<string, ScoredRow> {
  const byId = new Map<string, ScoredRow>();
  for (const row of rows) {
    if (byId.has(row.id)) throw mismatch(row.id, `occur once among the rows of ${whose}`, 'it twice');
    requireProbabilities(row, whose);
    byId.set(row.id, row);
  }
  return byId;
}

function requireProbabilities({ id, score }: ScoredRow, whose: string): void {
  const wrong = [score].flat().find((probability) => !(probability >= 0 && probability <= 1));
  if (wrong === undefined) return;
  throw new ScoreBroken(`the score that ${whose} gives row '${id}' should be from 0 to 1, got ${wrong}`);
}

function requireSameOutputs(id: string, candidate: Score, champion: Score): void {
  const [one, other] = [outputsOf(candidate), outputsOf(champion)];
  if (one === other) return;
  throw new ScoreBroken(`row '${id}' should have ${one} probabilities by the champion too, got ${other}`);
}

function outputsOf(score: Score): number {
  return typeof score === 'number' ? 1 : score.length;
}

function mismatch(id: string, expected: string, got: string): HoldoutMismatch {
  return new HoldoutMismatch(`row '${id}' of the holdout should ${expected}, got ${got}`);
}
