import type { ModelScore } from './scorer.ts';

/** Which labels the scores of a model are about. */
export interface ScoreTerms {
  /** The one that the score is the probability of; null where there is one per class. */
  readonly positiveClass: string | null;
  readonly classes: readonly string[];
}

/**
 * A model's score as another model would have said it, so that a champion can be compared after the labels of its
 * definition changed. What a model says of "all other labels" is shared out equally; of a label it does not know, 0.
 */
export function scoreInTerms(model: ScoreTerms, terms: ScoreTerms, score: ModelScore): ModelScore {
  if (sameTerms(model, terms)) return score;
  const wanted = terms.positiveClass === null ? terms.classes : [terms.positiveClass];
  const probabilityOf = Array.isArray(score) ? classReader(model, score) : positiveReader(model, wanted, score);
  const [first = 0, ...others] = wanted.map(probabilityOf);
  return terms.positiveClass === null ? [first, ...others] : first;
}

function classReader({ classes }: ScoreTerms, score: readonly number[]): (label: string) => number {
  return (label) => score[classes.indexOf(label)] ?? 0;
}

function positiveReader({ positiveClass }: ScoreTerms, wanted: readonly string[], score: number) {
  const others = wanted.filter((label) => label !== positiveClass).length;
  return (label: string) => (label === positiveClass ? score : (1 - score) / others);
}

function sameTerms(one: ScoreTerms, other: ScoreTerms): boolean {
  if (one.positiveClass !== other.positiveClass || one.classes.length !== other.classes.length) return false;
  return one.classes.every((label, index) => label === other.classes[index]);
}
