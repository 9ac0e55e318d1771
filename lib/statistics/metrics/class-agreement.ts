/** Share of rows whose class was predicted; null without rows. */
export function accuracy(actual: readonly number[], predicted: readonly number[]): number | null {
  if (actual.length === 0) return null;
  return actual.filter((label, row) => label === predicted[row]).length / actual.length;
}

/** Harmonic mean of precision and recall of one class; 0 where both are undefined, null without rows. */
export function f1Score(actual: readonly number[], predicted: readonly number[], positive: number): number | null {
  if (actual.length === 0) return null;
  let both = 0;
  let either = 0;
  for (const [row, label] of actual.entries()) {
    const [is, said] = [label === positive, predicted[row] === positive];
    both += Number(is && said);
    either += Number(is) + Number(said);
  }
  return f1OfCounts(both, either);
}

/** F1 of a class from the rows that are it and were said to be, and from the sum of those that are and those said to be. */
export function f1OfCounts(both: number, either: number): number {
  return either === 0 ? 0 : (2 * both) / either;
}

/** Share of the rows said to be of one class that are; 0 where none is said to be, null without rows. */
export function precision(actual: readonly number[], predicted: readonly number[], positive: number): number | null {
  if (actual.length === 0) return null;
  const said = actual.filter((_, row) => predicted[row] === positive);
  return said.length === 0 ? 0 : said.filter((label) => label === positive).length / said.length;
}

/** Share of the rows of one class that are said to be; 0 where none is of it, null without rows. */
export function recall(actual: readonly number[], predicted: readonly number[], positive: number): number | null {
  return precision(predicted, actual, positive);
}

/** Mean F1 over every class that occurs or was predicted; one that was never predicted counts as 0. Null without rows. */
export function macroF1(actual: readonly number[], predicted: readonly number[]): number | null {
  return macroMean(f1Score, actual, predicted);
}

/** Mean of a number of one class over every class that occurs or was predicted. Null without rows. */
export function macroMean(
  ofClass: typeof f1Score,
  actual: readonly number[],
  predicted: readonly number[],
): number | null {
  const classes = [...new Set([...actual, ...predicted])];
  if (classes.length === 0) return null;
  const sum = classes.reduce((total, label) => total + (ofClass(actual, predicted, label) ?? 0), 0);
  return sum / classes.length;
}
