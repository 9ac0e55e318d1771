import { gatherEvidence, logRollbackEvidence, logStepUpEvidence } from '../../statistics/canary/canary-evidence.ts';
import type { MinuteCounts } from '../../statistics/canary/e-process.ts';
import { type AnsweredMinute, dispersionPaths } from '../../statistics/canary/overdispersion.ts';
import type { JudgedMetric, MetricBackground } from './judged-metrics.ts';
import type { CanaryMinute, ReleaseCounts } from './release-counts.ts';

/** Bad events, and all of them, of one arm. */
export type ArmTotal = AnsweredMinute;

/** What a canary has shown about one metric since it began. */
export interface MetricEvidence {
  readonly metric: JudgedMetric;
  readonly challenger: ArmTotal;
  readonly champion: ArmTotal;
  /** E value against the hypothesis that the challenger is no worse than the champion, and within the limit. */
  readonly rollBack: number;
  /** E value against the hypothesis that the challenger's share is at the limit or above. */
  readonly stepUp: number;
}

/** An infinite E value could not be stored, and beyond a million nothing more is known. */
const LARGEST_E = 1e6;

export function metricEvidence(
  metric: JudgedMetric,
  minutes: readonly CanaryMinute[],
  background: MetricBackground,
): MetricEvidence {
  const counted = minutes.map(({ challenger, champion }) => {
    const [canary, baseline] = [metric.countsOf(challenger), metric.countsOf(champion)];
    return {
      canaryBad: canary.bad,
      canaryTotal: canary.total,
      baselineBad: baseline.bad,
      baselineTotal: baseline.total,
    };
  });
  const limits = { margin: metric.margin, absoluteLimit: metric.limit, certifiedLimit: metric.limit };
  const sums = gatherEvidence(counted, limits);
  const dispersion = newestDispersion(metric, counted, background);
  return {
    metric,
    challenger: armTotal(minutes, 'challenger', metric),
    champion: armTotal(minutes, 'champion', metric),
    rollBack: eValue(logRollbackEvidence(sums, dispersion.rollBack)),
    stepUp: eValue(logStepUpEvidence(sums, dispersion.stepUp)),
  };
}

/** What one arm did over some minutes. */
export function armTotal(
  minutes: readonly CanaryMinute[],
  arm: 'challenger' | 'champion',
  { countsOf }: JudgedMetric,
): ArmTotal {
  const sum = { bad: 0, total: 0 };
  for (const minute of minutes) {
    const { bad, total } = countsOf(minute[arm]);
    sum.bad += bad;
    sum.total += total;
  }
  return sum;
}

export function eValue(log: number): number {
  return Math.min(Math.exp(log), LARGEST_E);
}

/** What the evidence for both decisions is divided by at the newest minute; 1 before the first. */
function newestDispersion(
  { limit }: JudgedMetric,
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
