import { wilsonInterval } from '../../statistics/experiments/wilson.ts';
import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { PerformanceTrigger } from '../definition/trigger-settings.ts';
import { numberText } from '../gate/gate-finding.ts';
import { shareText } from '../share-text.ts';
import type { CohortPerformance } from './cohort-performance.ts';
import type { TriggerFinding } from './trigger-finding.ts';

const CONFIDENCE = 0.9;

/** What a value has to be below to be below the limit of a definition, for verdict and alarm alike. */
export function lowerThan({ below }: Pick<PerformanceTrigger, 'below'>): number {
  return below - THRESHOLD_TOLERANCE;
}

/** What a drop has to be above to be above the limit of a definition. */
export function moreThan(drop: number): number {
  return drop + THRESHOLD_TOLERANCE;
}

/**
 * Whether performance on mature outcomes is below the limit (S2-01). Too few labels, a score that is no probability and a
 * metric that these labels do not define, such as the AUC of a single class, are no evidence either way. What the accuracy
 * is estimated to be without labels is told then, and changes nothing.
 */
export function performanceVerdict(
  { n, coverage, gap, measured }: CohortPerformance,
  { metric, below, lookbackDays }: Pick<PerformanceTrigger, 'metric' | 'below' | 'lookbackDays'>,
  estimate: number | null = null,
): TriggerFinding {
  const told = (
    code: TriggerFinding['code'],
    reason: string,
    value: number | null,
    interval: [number, number] | null = null,
  ): TriggerFinding => ({
    fire: code === 'FIRED',
    type: 'performance',
    code,
    reason,
    evidence: [{ metric, value, threshold: below, n, interval }],
  });
  const days = `${n} mature outcomes of ${lookbackDays} days`;
  if (gap !== null) return told('NO_EVIDENCE', `no evidence: ${days}, ${gap}${estimateText(estimate)}`, null);
  const value = measured?.[metric] ?? null;
  if (value === null) return told('NO_EVIDENCE', `no evidence: ${metric} is undefined on ${days}`, null);
  const low = value < lowerThan({ below });
  const covered = coverage === null ? '' : `, ${shareText(coverage)} of the predictions`;
  const reason = `${metric} ${numberText(value)} is ${low ? 'below' : 'not below'} ${below} on ${days}${covered}`;
  return told(low ? 'FIRED' : 'QUIET', reason, value, metric === 'accuracy' ? accuracyInterval(value, n) : null);
}

function estimateText(estimate: number | null): string {
  if (estimate === null) return '';
  return `; estimated accuracy ${numberText(estimate)} (an estimate without labels; nothing is decided by it)`;
}

function accuracyInterval(accuracy: number, n: number): [number, number] {
  const { lower, upper } = wilsonInterval(Math.round(accuracy * n), n, CONFIDENCE);
  return [lower, upper];
}
