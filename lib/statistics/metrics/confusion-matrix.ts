import { readScores, type ScoredLabels } from './read-scores.ts';

/** Rows by what happened and what was predicted. */
export interface ConfusionMatrix {
  /** Of rows and columns alike. With a positive class, `negative` stands for all other labels. */
  readonly labels: string[];
  /** One row per label that happened, one entry per label that was predicted. */
  readonly counts: number[][];
}

/**
 * Counts predictions as `measure` makes them. A label that is none of the classes has a row, and a column that stays
 * empty, for nothing can be predicted as it.
 */
export function confusionMatrix(scored: ScoredLabels): ConfusionMatrix {
  const { actual, predicted } = readScores(scored);
  const labels = labelsOf(scored);
  const counts = labels.map(() => new Array<number>(labels.length).fill(0));
  for (const [row, label] of actual.entries()) {
    const line = counts[label] ?? [];
    const column = predicted[row] ?? 0;
    line[column] = (line[column] ?? 0) + 1;
  }
  return { labels, counts };
}

function labelsOf({ labels, positiveClass, classes }: ScoredLabels): string[] {
  if (positiveClass !== null) return ['negative', positiveClass];
  const known = new Set(classes);
  return [...classes, ...new Set(labels.filter((label) => !known.has(label)))];
}
