import { binomialQuantile } from '../../lib/statistics/distributions/binomial-quantile.ts';
import type { LabelledBins } from '../../lib/statistics/drift/calibration-shift.ts';
import { uniformAt } from '../../lib/statistics/random-numbers.ts';

/** What becomes of the shares of positives: nothing, .15 more for every score, or .15 nearer to a half. */
type OutcomeChange = 'none' | 'more' | 'nearer';

export interface OutcomeSettings {
  /** Mature labels of all days that are looked back on. */
  readonly labels: number;
  readonly change: OutcomeChange;
  readonly repetition: number;
}

/** As many as a performance trigger has if the definition does not say otherwise. */
export const LOOKBACK_DAYS = 30;

const SEED = 20_261_018;
const HOLDOUT_ROWS = 2_000;
const MOVED = 0.15;
const ROW_STREAM = 1;
const POSITIVE_STREAM = 2;

/** Share of positives in each tenth of the scores, which is what the scores say. */
export const scoreShares = Array.from({ length: 10 }, (_, bin) => 0.05 + (0.75 * bin) / 9);

/** What a model was measured on, whose scores say how often they come true. */
export function holdoutOutcomes({ repetition }: Pick<OutcomeSettings, 'repetition'>): LabelledBins {
  return drawn(HOLDOUT_ROWS, scoreShares, repetition, 0);
}

/** The outcomes of one day, from 1 on. */
export function outcomeDay({ labels, change, repetition }: OutcomeSettings, day: number): LabelledBins {
  const upTo = (days: number) => Math.floor((days * labels) / LOOKBACK_DAYS);
  return drawn(upTo(day) - upTo(day - 1), changedShares(change), repetition, day);
}

/** All outcomes of several days. */
export function together(days: readonly LabelledBins[]): LabelledBins {
  const sums = (of: keyof LabelledBins) =>
    scoreShares.map((_, bin) => days.reduce((sum, day) => sum + (day[of][bin] ?? 0), 0));
  return { bins: sums('bins'), positives: sums('positives') };
}

function changedShares(change: OutcomeChange): number[] {
  if (change === 'none') return scoreShares;
  return scoreShares.map((share) => (change === 'more' || share < 0.5 ? share + MOVED : share - MOVED));
}

/** Rows are spread over the tenths evenly but for chance, one tenth after the other from what is left. */
function drawn(rows: number, shares: readonly number[], repetition: number, day: number): LabelledBins {
  let left = rows;
  const bins = shares.map((_, bin) => {
    const count = binomialQuantile(
      uniformAt(SEED + rows, ROW_STREAM, repetition, day * 16 + bin),
      left,
      1 / (shares.length - bin),
    );
    left -= count;
    return count;
  });
  const positives = bins.map((count, bin) => {
    const uniform = uniformAt(SEED + rows, POSITIVE_STREAM, repetition, day * 16 + bin);
    return binomialQuantile(uniform, count, shares[bin] ?? 0);
  });
  return { bins, positives };
}
