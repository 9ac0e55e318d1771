import { gatherEvidence, logRollbackEvidence, logStepUpEvidence } from '../../statistics/canary/canary-evidence.ts';
import type { MinuteCounts } from '../../statistics/canary/e-process.ts';
import type { AnsweredMinute } from '../../statistics/canary/overdispersion.ts';
import type { ComparedMetric, JudgedMetric, MetricBackground } from './judged-metrics.ts';
import type { CanaryMinute, ReleaseCounts } from './release-counts.ts';
import { newestDispersion } from './traffic-dispersion.ts';

/** Bad events, and all of them, of one arm. */
export type ArmTotal = AnsweredMinute;

/** How two arms compare in one metric since the canary began. */
export interface ComparedArms {
  readonly metric: ComparedMetric;
  readonly challenger: ArmTotal;
  readonly champion: ArmTotal;
  /** E value against the hypothesis that the challenger is no worse than the champion, and within the limit if any. */
  readonly rollBack: number;
}

/** What a canary has shown about one metric since it began. */
export interface MetricEvidence extends ComparedArms {
  readonly metric: JudgedMetric;
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
  const counted = countedMinutes(metric, minutes);
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

/** Minutes as the evidence takes them. */
export function countedMinutes({ countsOf }: ComparedMetric, minutes: readonly CanaryMinute[]): MinuteCounts[] {
  return minutes.map(({ challenger, champion }) => {
    const [canary, baseline] = [countsOf(challenger), countsOf(champion)];
    return {
      canaryBad: canary.bad,
      canaryTotal: canary.total,
      baselineBad: baseline.bad,
      baselineTotal: baseline.total,
    };
  });
}

/** What one arm did over some minutes. */
export function armTotal(
  minutes: readonly CanaryMinute[],
  arm: 'challenger' | 'champion',
  { countsOf }: ComparedMetric,
): ArmTotal {
  const sum = { bad: 0, total: 0 };
  for (const minute of minutes) addCounts(sum, countsOf(minute[arm]));
  return sum;
}

export function totalOf(counts: readonly ReleaseCounts[], { countsOf }: ComparedMetric): ArmTotal {
  const sum = { bad: 0, total: 0 };
  for (const one of counts) addCounts(sum, countsOf(one));
  return sum;
}

function addCounts(sum: { bad: number; total: number }, { bad, total }: ArmTotal): void {
  sum.bad += bad;
  sum.total += total;
}

export function eValue(log: number): number {
  return Math.min(Math.exp(log), LARGEST_E);
}
