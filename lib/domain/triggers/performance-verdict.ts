import { wilsonInterval } from '../../statistics/experiments/wilson.ts';
import { measure } from '../../statistics/metrics/measurements.ts';
import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { PerformanceTrigger } from '../definition/trigger-settings.ts';
import { numberText } from '../gate/gate-finding.ts';
import { shareText } from '../share-text.ts';
import type { Cohort } from './label-maturity.ts';
import type { TriggerFinding } from './trigger-finding.ts';

/** Mature labels below which nothing is done about performance. */
const LEAST_MATURE_LABELS = 200;
const CONFIDENCE = 0.9;

/** Which labels the scores are about, as the model says. */
interface LabelTerms {
  readonly positiveClass: string | null;
  readonly classes: readonly string[];
}

/**
 * Whether performance on mature outcomes is below the limit (S2-01). Too few labels, a score that is no probability and a
 * metric that these labels do not define, such as the AUC of a single class, are no evidence either way.
 */
export function performanceVerdict(
  { labels, scores, coverage }: Cohort,
  { positiveClass, classes }: LabelTerms,
  { metric, below, lookbackDays }: PerformanceTrigger,
): TriggerFinding {
  const n = labels.length;
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
  if (n < LEAST_MATURE_LABELS) {
    return told('NO_EVIDENCE', `no evidence: ${days}, at least ${LEAST_MATURE_LABELS} are needed`, null);
  }
  const broken = scores.flat().filter((score) => !(score >= 0 && score <= 1)).length;
  if (broken > 0) return told('NO_EVIDENCE', `no evidence: ${broken} scores of ${days} are no probabilities`, null);
  const value = measure({ labels, scores, positiveClass, classes })[metric];
  if (value === null) return told('NO_EVIDENCE', `no evidence: ${metric} is undefined on ${days}`, null);
  const low = value < below - THRESHOLD_TOLERANCE;
  const covered = coverage === null ? '' : `, ${shareText(coverage)} of the predictions`;
  const reason = `${metric} ${numberText(value)} is ${low ? 'below' : 'not below'} ${below} on ${days}${covered}`;
  return told(low ? 'FIRED' : 'QUIET', reason, value, metric === 'accuracy' ? accuracyInterval(value, n) : null);
}

function accuracyInterval(accuracy: number, n: number): [number, number] {
  const { lower, upper } = wilsonInterval(Math.round(accuracy * n), n, CONFIDENCE);
  return [lower, upper];
}
