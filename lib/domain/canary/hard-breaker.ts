import { clopperPearsonLower } from '../../statistics/experiments/clopper-pearson.ts';
import type { JudgedMetric } from './judged-metrics.ts';
import { type ArmTotal, armTotal } from './metric-evidence.ts';
import type { CanaryMinute } from './release-counts.ts';

/** Requests that the newest minutes must have. */
const LEAST_REQUESTS = 100;
const FEWEST_MINUTES = 10;
const ALPHA = 0.001;
/** Share of bad answers that the breaker takes for broken where the limit is not above it. */
const BREAKER_LIMIT = 0.1;

export interface BrokenNow {
  readonly challenger: ArmTotal;
  /** Share that the challenger is above, with a confidence of 99.9 %. */
  readonly lower: number;
  readonly limit: number;
}

/**
 * Whether a challenger fails right now, however good it was before: evidence since the beginning would have to outweigh
 * all the good hours first. Looks at the newest ten minutes, or as many as have a hundred requests, by the lower bound of
 * Clopper and Pearson. Null where it holds, where there is too little to say, and where the champion is above the limit too.
 */
export function hardBreaker(metric: JudgedMetric, minutes: readonly CanaryMinute[]): BrokenNow | null {
  const limit = Math.max(BREAKER_LIMIT, metric.limit);
  const newest = newestMinutes(metric, minutes);
  const [challenger, champion] = [armTotal(newest, 'challenger', metric), armTotal(newest, 'champion', metric)];
  if (challenger.total < LEAST_REQUESTS || champion.bad > limit * champion.total) return null;
  const lower = clopperPearsonLower(challenger.bad, challenger.total, ALPHA);
  return lower > limit ? { challenger, lower, limit } : null;
}

function newestMinutes({ countsOf }: JudgedMetric, minutes: readonly CanaryMinute[]): readonly CanaryMinute[] {
  let requests = 0;
  const enough = minutes.findLastIndex(({ challenger }, index) => {
    requests += countsOf(challenger).total;
    return requests >= LEAST_REQUESTS && minutes.length - index >= FEWEST_MINUTES;
  });
  return enough === -1 ? minutes : minutes.slice(enough);
}
