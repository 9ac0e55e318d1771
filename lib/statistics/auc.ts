/**
 * Area under the ROC curve: the share of pairs of a positive and a negative row in which the positive one scores higher,
 * ties counting half. Null without a row of each class, or without weight on one.
 */
export function rocAuc(
  positives: readonly boolean[],
  scores: readonly number[],
  weights?: readonly number[],
): number | null {
  const order = Uint32Array.from(scores, (_, row) => row);
  order.sort((one, other) => at(scores, one) - at(scores, other));
  const total = { positive: 0, negative: 0, wins: 0 };
  for (let start = 0; start < order.length; ) {
    const tie = { positive: 0, negative: 0 };
    const score = at(scores, at(order, start));
    while (start < order.length && at(scores, at(order, start)) === score) {
      const row = at(order, start);
      tie[positives[row] === true ? 'positive' : 'negative'] += weights?.[row] ?? 1;
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
  const classes = probabilities[0]?.length ?? 0;
  const areas = Array.from({ length: classes }, (_, one) =>
    rocAuc(
      actual.map((label) => label === one),
      probabilities.map((row) => row[one] ?? 0),
    ),
  ).filter((area) => area !== null);
  return areas.length === 0 ? null : areas.reduce((sum, area) => sum + area, 0) / areas.length;
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}
