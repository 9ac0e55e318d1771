import { quantile } from '../../lib/statistics/quantiles.ts';

export interface Pairs<Ours, Peer> {
  readonly ours: readonly Ours[];
  readonly peer: readonly Peer[];
}

/** Runs both sides that often, one after the other and each time the other one first, so that neither has the better hour. */
export function alternated<Ours, Peer>(repeats: number, ours: () => Ours, peer: () => Peer): Pairs<Ours, Peer> {
  const found = { ours: [] as Ours[], peer: [] as Peer[] };
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    if (repeat % 2 === 0) found.ours.push(ours());
    found.peer.push(peer());
    if (repeat % 2 === 1) found.ours.push(ours());
  }
  return found;
}

/** Throws a RangeError without a value. */
export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((one, other) => one - other),
    0.5,
  );
}

/** The median of one figure of several runs. */
export function medianOf<Run>(runs: readonly Run[], figure: (run: Run) => number): number {
  return median(runs.map(figure));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
