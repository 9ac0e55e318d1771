/** What was predicted of each row, and what its label turned out to be. */
export interface ScoredLabels {
  readonly labels: readonly string[];
  /** The positive class's probability, or one probability per class. */
  readonly scores: readonly (number | readonly number[])[];
  /** Every other label is negative; null where there is one probability per class. */
  readonly positiveClass: string | null;
  /** In the order of the probabilities; empty where there is a positive class. */
  readonly classes: readonly string[];
}

/** The same with numbers for classes: what metrics are computed from. */
export interface ReadScores {
  /** Number of the positive class; null where there are several classes. */
  readonly positive: number | null;
  /** Number of each row's class. */
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
  /** One per class, of each row. */
  readonly probabilities: readonly (readonly number[])[];
  /** Probability that each row's own class was given. */
  readonly ofTruth: readonly number[];
}

/**
 * With a positive class, a row is predicted positive from a probability of 0.5 on; with several, the most probable one is
 * predicted, the first of equals. A label that is none of the classes is one more class, of the probability 0.
 */
export function readScores({ labels, scores, positiveClass, classes }: ScoredLabels): ReadScores {
  if (positiveClass === null) {
    return readClasses(
      labels,
      scores.map((score) => [score].flat()),
      classes,
    );
  }
  const positives = scores.map(Number);
  const actual = labels.map((label) => Number(label === positiveClass));
  return {
    positive: 1,
    actual,
    predicted: positives.map((probability) => Number(probability >= 0.5)),
    probabilities: positives.map((probability) => [1 - probability, probability]),
    ofTruth: positives.map((probability, row) => (actual[row] === 1 ? probability : 1 - probability)),
  };
}

function readClasses(
  labels: readonly string[],
  scores: readonly (readonly number[])[],
  classes: readonly string[],
): ReadScores {
  const known = new Set(classes);
  const all = [...classes, ...new Set(labels.filter((label) => !known.has(label)))];
  const classIndex = new Map(all.map((label, index) => [label, index]));
  const actual = labels.map((label) => classIndex.get(label) ?? -1);
  const probabilities = scores.map((row) => all.map((_, index) => row[index] ?? 0));
  return {
    positive: null,
    actual,
    predicted: probabilities.map((row) => row.indexOf(Math.max(...row))),
    probabilities,
    ofTruth: probabilities.map((row, index) => row[actual[index] ?? -1] ?? 0),
  };
}
