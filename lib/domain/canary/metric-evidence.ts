import { gatherEvidence, logRollbackEvidence, logStepUpEvidence } from '../../statistics/canary/canary-evidence.ts';
import type { MinuteCounts } from '../../statistics/canary/e-process.ts';
import {
  type AnsweredMinute,
  certificationDispersion,
  rollbackDispersion,
} from '../../statistics/canary/overdispersion.ts';
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
const BLOCK_MINUTES = 10;

export function metricEvidence(
  metric: JudgedMetric,
  minutes: readonly CanaryMinute[],
  background: MetricBackground,
): MetricEvidence {
  const counted = minutes.map(({ minute, challenger, champion }) => {
    const [canary, baseline] = [metric.countsOf(challenger), metric.countsOf(champion)];
    return {
      minute,
      canaryBad: canary.bad,
      canaryTotal: canary.total,
      baselineBad: baseline.bad,
      baselineTotal: baseline.total,
    };
  });
  const limits = { margin: metric.margin, absoluteLimit: metric.limit, certifiedLimit: metric.limit };
  const sums = gatherEvidence(counted, limits);
  const dispersion = largestDispersion(metric, counted, background);
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

/**
 * What has been taken from the evidence is not given back when a ramp goes on: the largest dispersion of the blocks of ten
 * minutes. Single minutes would say too much of chance.
 */
function largestDispersion(
  { limit }: JudgedMetric,
  minutes: readonly (Pick<CanaryMinute, 'minute'> & MinuteCounts)[],
  { share: badShare, variation }: MetricBackground,
): { rollBack: number; stepUp: number } {
  if (variation === 0) return { rollBack: 1, stepUp: 1 };
  const blocks = tenMinutes(minutes, ({ canaryTotal, baselineTotal }) => [canaryTotal, canaryTotal + baselineTotal]);
  let [rollBack, stepUp] = [1, 1];
  for (const [canary, all] of blocks) {
    if (all === 0) continue;
    const traffic = { share: canary / all, badPerMinute: (badShare * all) / BLOCK_MINUTES };
    rollBack = Math.max(rollBack, rollbackDispersion(traffic, variation));
    stepUp = Math.max(stepUp, certificationDispersion(canary / BLOCK_MINUTES, limit, variation));
  }
  return { rollBack, stepUp };
}

/** The same for a version that serves alone. */
export function largestDispersionAlone(
  { limit, countsOf }: JudgedMetric,
  minutes: readonly (Pick<CanaryMinute, 'minute'> & { readonly champion: ReleaseCounts })[],
  { variation }: MetricBackground,
): number {
  if (variation === 0) return 1;
  const blocks = tenMinutes(minutes, ({ champion }) => [countsOf(champion).total, 0]);
  return Math.max(1, ...blocks.map(([total]) => certificationDispersion(total / BLOCK_MINUTES, limit, variation)));
}

/** Sums of two counts over blocks of ten minutes. */
function tenMinutes<Minute extends Pick<CanaryMinute, 'minute'>>(
  minutes: readonly Minute[],
  countsOf: (minute: Minute) => readonly [number, number],
): (readonly [number, number])[] {
  const blocks = new Map<string, readonly [number, number]>();
  for (const minute of minutes) {
    // as far as the tens of minutes
    const key = minute.minute.slice(0, '2026-01-31T23:5'.length);
    const [first, second] = blocks.get(key) ?? [0, 0];
    const [one, other] = countsOf(minute);
    blocks.set(key, [first + one, second + other]);
  }
  return [...blocks.values()];
}
