export interface Midranks {
  /** Rank of each value from 1 on; equal ones share the mean of their ranks. */
  readonly ranks: readonly number[];
  /** Sum of t³ - t over each set of t equal values: what ties take from the variance of a rank sum. */
  readonly tieCorrection: number;
}

export function midranks(values: readonly number[]): Midranks {
  const order = Uint32Array.from(values, (_, row) => row);
  order.sort((one, other) => at(values, one) - at(values, other));
  const ranks = new Array<number>(values.length).fill(0);
  let tieCorrection = 0;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && at(values, at(order, end)) === at(values, at(order, start))) end += 1;
    for (const row of order.subarray(start, end)) ranks[row] = (start + 1 + end) / 2;
    tieCorrection += (end - start) ** 3 - (end - start);
    start = end;
  }
  return { ranks, tieCorrection };
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}
