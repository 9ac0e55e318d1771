import { certificationDispersion } from '../../statistics/canary/overdispersion.ts';
import { clopperPearsonLower } from '../../statistics/experiments/clopper-pearson.ts';
import type { JudgedMetric, MetricBackground } from './judged-metrics.ts';
import { type ArmTotal, armTotal } from './metric-evidence.ts';
import type { CanaryMinute } from './release-counts.ts';

/** Requests that the newest minutes must have. */
const LEAST_REQUESTS = 100;
const FEWEST_MINUTES = 10;
export const BREAKER_ALPHA = 0.001;
/** Share of bad answers that the breaker takes for broken at the least: it is asked at every look, and has to be far away. */
const BREAKER_LIMIT = 0.1;

export interface BrokenNow {
  readonly challenger: ArmTotal;
  /** Share that the challenger is above, with a confidence of 99.9 %. */
  readonly lower: number;
  readonly limit: number;
}

/**
 * Whether a challenger fails right now, however good it was before: evidence since the beginning would have to outweigh
 * all the good hours first. Looks at the newest ten minutes, or as many as have a hundred requests, and asks whether more
 * than twice the limit are bad, by the lower bound of Clopper and Pearson; where bad answers clump, both counts are divided
 * by the dispersion. Null where it holds, where there is too little to say, and where the champion is above that as well.
 */
export function hardBreaker(
  metric: JudgedMetric,
  minutes: readonly CanaryMinute[],
  { variation }: MetricBackground,
): BrokenNow | null {
  const limit = Math.max(BREAKER_LIMIT, 2 * metric.limit);
  const newest = newestMinutes(metric, minutes);
  const [challenger, champion] = [armTotal(newest, 'challenger', metric), armTotal(newest, 'champion', metric)];
  if (challenger.total < LEAST_REQUESTS || champion.bad > limit * champion.total) return null;
  // the bound is below the share itself, and takes a while
  if (challenger.bad <= limit * challenger.total) return null;
  const dispersion = certificationDispersion(challenger.total / newest.length, limit, variation);
  const [bad, total] = [challenger.bad, challenger.total].map((count) => Math.floor(count / dispersion));
  const lower = clopperPearsonLower(bad ?? 0, Math.max(total ?? 0, 1), BREAKER_ALPHA);
  return lower > limit ? { challenger, lower, limit } : null;
}

/** So many minutes, or as many more as it takes until the challenger has a hundred requests. */
export function newestMinutes(
  { countsOf }: JudgedMetric,
  minutes: readonly CanaryMinute[],
  fewest = FEWEST_MINUTES,
): readonly CanaryMinute[] {
  let requests = 0;
  const enough = minutes.findLastIndex(({ challenger }, index) => {
    requests += countsOf(challenger).total;
    return requests >= LEAST_REQUESTS && minutes.length - index >= fewest;
  });
  return enough === -1 ? minutes : minutes.slice(enough);
}
