const SMALLEST_PROBABILITY = 1e-15;

/** Mean of -ln p of what happened, p clipped to [1e-15, 1 - 1e-15]; null without rows. */
export function logLoss(probabilitiesOfTruth: readonly number[]): number | null {
  return mean(probabilitiesOfTruth, (probability) => {
    return -Math.log(Math.min(Math.max(probability, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY));
  });
}

/** Mean squared distance of the positive class's probability from what happened, 0 to 1; null without rows. */
export function brierScore(positives: readonly boolean[], probabilities: readonly number[]): number | null {
  return mean(probabilities, (probability, row) => (probability - Number(positives[row] === true)) ** 2);
}

/** Mean over rows of the sum over classes of squared distances, 0 to 2; null without rows. */
export function multiclassBrierScore(
  actual: readonly number[],
  probabilities: readonly (readonly number[])[],
): number | null {
  return mean(probabilities, (row, index) =>
    row.reduce((sum, probability, label) => sum + (probability - Number(actual[index] === label)) ** 2, 0),
  );
}

function mean<Row>(rows: readonly Row[], lossOf: (row: Row, index: number) => number): number | null {
  if (rows.length === 0) return null;
  return rows.reduce((sum, row, index) => sum + lossOf(row, index), 0) / rows.length;
}
