import { relativeLogRatios } from '../../lib/statistics/canary/e-process.ts';

interface Margins {
  /** Answers of the canary, of the baseline, and bad ones of both. */
  readonly canary: number;
  readonly baseline: number;
  readonly bad: number;
}

/**
 * Exact mean of one minute's relative likelihood ratio over the bad answers that the canary may have had, its odds being
 * just `margin` times the baseline's: they follow Fisher's noncentral hypergeometric distribution.
 */
export function expectedRelativeRatio({ canary, baseline, bad }: Margins, margin: number, factor: number): number {
  const fewest = Math.max(0, bad - baseline);
  const most = Math.min(canary, bad);
  let weight = 1;
  let total = 0;
  let mean = 0;
  for (let canaryBad = fewest; canaryBad <= most; canaryBad += 1) {
    const minute = { canaryBad, canaryTotal: canary, baselineBad: bad - canaryBad, baselineTotal: baseline };
    const [log = Number.NaN] = relativeLogRatios(minute, margin, [factor]);
    total += weight;
    mean += weight * Math.exp(log);
    weight *=
      (margin * ((canary - canaryBad) * (bad - canaryBad))) / ((canaryBad + 1) * (baseline - bad + canaryBad + 1));
  }
  return mean / total;
}
