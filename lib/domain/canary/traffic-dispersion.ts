import type { MinuteCounts } from '../../statistics/canary/e-process.ts';
import { dispersionPaths } from '../../statistics/canary/overdispersion.ts';
import type { ComparedMetric, JudgedMetric, MetricBackground } from './judged-metrics.ts';
import type { ReleaseCounts } from './release-counts.ts';

/** What the evidence for both decisions is divided by at the newest minute; 1 before the first. */
export function newestDispersion(
  { limit = 0 }: Pick<ComparedMetric, 'limit'>,
  minutes: readonly MinuteCounts[],
  { share: badShare, variation }: MetricBackground,
): { rollBack: number; stepUp: number } {
  const { rollBack, stepUp } = dispersionPaths(
    minutes.map(({ canaryTotal }) => canaryTotal),
    minutes.map(({ baselineTotal }) => baselineTotal),
    { badShare, variation, limit },
  );
  return { rollBack: rollBack.at(-1) ?? 1, stepUp: stepUp.at(-1) ?? 1 };
}

/** The same for a version that serves alone. */
export function dispersionAlone(
  metric: JudgedMetric,
  minutes: readonly { readonly champion: ReleaseCounts }[],
  background: MetricBackground,
): number {
  const counts = minutes.map(({ champion }) => {
    const { bad, total } = metric.countsOf(champion);
    return { canaryBad: bad, canaryTotal: total, baselineBad: 0, baselineTotal: 0 };
  });
  return newestDispersion(metric, counts, background).stepUp;
}
