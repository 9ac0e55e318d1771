/**
 * Area under the ROC curve: the share of pairs of a positive and a negative row in which the positive one scores higher,
 * ties counting half. Null without a row of each class, or without weight on one, or where a score is not a number.
 */
export function rocAuc(
  positives: readonly boolean[],
  scores: readonly number[],
  weights?: readonly number[],
): number | null {
  return weightedAuc(positives, scores)(weights ?? new Float64Array(scores.length).fill(1));
}

/** The same for weights that are told later, such as how often each row was drawn: the rows are sorted once. */
export function weightedAuc(
  positives: readonly boolean[],
  scores: readonly number[],
): (weights: ArrayLike<number>) => number | null {
  // such a score has no place in the order, and equals not even itself
  if (scores.some(Number.isNaN)) return () => null;
  const order = Uint32Array.from(scores, (_, row) => row);
  order.sort((one, other) => at(scores, one) - at(scores, other));
  return (weights) => shareOfWins(order, positives, scores, weights);
}

function shareOfWins(
  order: Uint32Array,
  positives: readonly boolean[],
  scores: readonly number[],
  weights: ArrayLike<number>,
): number | null {
  const total = { positive: 0, negative: 0, wins: 0 };
  for (let start = 0; start < order.length; ) {
    const tie = { positive: 0, negative: 0 };
    const score = at(scores, at(order, start));
    while (start < order.length && at(scores, at(order, start)) === score) {
      const row = at(order, start);
      tie[positives[row] === true ? 'positive' : 'negative'] += at(weights, row);
      start += 1;
    }
    total.wins += tie.positive * (total.negative + tie.negative / 2);
    total.positive += tie.positive;
    total.negative += tie.negative;
  }
  const pairs = total.positive * total.negative;
  return pairs > 0 ? total.wins / pairs : null;
}

/**
 * Mean over the classes of the AUC of each against all others. A class without a row among these, or with all of them, has
 * none and is left out; null where no class has one.
 */
export function macroAuc(actual: readonly number[], probabilities: readonly (readonly number[])[]): number | null {
  return weightedMacroAuc(actual, probabilities)(new Float64Array(actual.length).fill(1));
}

/** The same for weights that are told later. */
export function weightedMacroAuc(
  actual: readonly number[],
  probabilities: readonly (readonly number[])[],
): (weights: ArrayLike<number>) => number | null {
  const classes = probabilities[0]?.length ?? 0;
  const areas = Array.from({ length: classes }, (_, one) =>
    weightedAuc(
      actual.map((label) => label === one),
      probabilities.map((row) => row[one] ?? 0),
    ),
  );
  return (weights) => {
    const known = areas.map((areaFor) => areaFor(weights)).filter((area) => area !== null);
    return known.length === 0 ? null : known.reduce((sum, area) => sum + area, 0) / known.length;
  };
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}
