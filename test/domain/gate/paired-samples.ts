import { type EvidenceInput, type PairedEvidence, pairedEvidence } from '../../../lib/domain/gate/paired-evidence.ts';
import type { PairedRow } from '../../../lib/domain/gate/paired-rows.ts';
import type { ReadPair } from '../../../lib/domain/gate/uncertainty.ts';
import { readScores } from '../../../lib/statistics/metrics/read-scores.ts';
import { uniformAt } from '../../../lib/statistics/random-numbers.ts';

export const binaryTerms = { positiveClass: 'yes', classes: [] } as const;

/** Rows of two models of one positive class; `positive` says which rows are of it. */
export function binaryRows(
  positives: readonly boolean[],
  candidate: readonly number[],
  champion: readonly number[],
): PairedRow[] {
  return positives.map((positive, row) => ({
    id: `row-${row}`,
    label: positive ? 'yes' : 'no',
    candidate: candidate[row] ?? Number.NaN,
    champion: champion[row] ?? Number.NaN,
  }));
}

/** So many rows of each kind, by which model is right about them, a fifth of them positive. */
export function answeredRows(bothRight: number, championOnly: number, candidateOnly: number, bothWrong: number) {
  const kinds = [
    ...new Array<readonly [boolean, boolean]>(bothRight).fill([true, true]),
    ...new Array<readonly [boolean, boolean]>(championOnly).fill([false, true]),
    ...new Array<readonly [boolean, boolean]>(candidateOnly).fill([true, false]),
    ...new Array<readonly [boolean, boolean]>(bothWrong).fill([false, false]),
  ];
  const positives = kinds.map((_, row) => row % 5 === 0);
  const scoreOf = (right: boolean, row: number) => (right === positives[row] ? 0.8 : 0.2);
  return binaryRows(
    positives,
    kinds.map(([candidate], row) => scoreOf(candidate, row)),
    kinds.map(([, champion], row) => scoreOf(champion, row)),
  );
}

export function readPair(rows: readonly PairedRow[], terms: EvidenceInput['terms'] = binaryTerms): ReadPair {
  const labels = rows.map(({ label }) => label);
  return {
    candidate: readScores({ labels, scores: rows.map(({ candidate }) => candidate), ...terms }),
    champion: readScores({ labels, scores: rows.map(({ champion }) => champion), ...terms }),
  };
}

export const models = { candidateSha256: 'a'.repeat(64), championSha256: 'b'.repeat(64) };

export function evidenceOf(
  rows: readonly PairedRow[],
  settings: Partial<EvidenceInput['settings']> = {},
  others: Partial<EvidenceInput> = {},
): PairedEvidence {
  return pairedEvidence({
    rows,
    terms: binaryTerms,
    settings: { rules: [], guardrails: [], confidence: 0.9, ...settings },
    slices: null,
    models,
    ...others,
  });
}

/** So many rows of two models that see the truth through noise, the less the larger their sharpness. */
export function noisyRows(count: number, candidateSharpness: number, championSharpness: number): PairedRow[] {
  const scoreOf = (positive: boolean, sharpness: number, row: number, stream: number) =>
    1 / (1 + Math.exp(-(sharpness * (positive ? 1 : -1) + 2 * (uniformAt(7, stream, 0, row) - 0.5))));
  const positives = Array.from({ length: count }, (_, row) => uniformAt(7, 0, 0, row) < 0.3);
  return binaryRows(
    positives,
    positives.map((positive, row) => scoreOf(positive, candidateSharpness, row, 1)),
    positives.map((positive, row) => scoreOf(positive, championSharpness, row, 2)),
  );
}
