import type { PerformanceTrigger } from '../definition/trigger-settings.ts';
import { numberText } from '../gate/gate-finding.ts';
import { performanceMetrics } from './cohort-performance.ts';
import type { Measurement } from './measurements.ts';
import { lowerThan } from './performance-verdict.ts';
import { type TriggerFinding, withoutEvidence } from './trigger-finding.ts';

/** Whether performance that Prometheus knows is below the limit (S2-01); null is no value, and so no evidence. */
export function outsideVerdict(
  value: number | null,
  { metric, below }: Pick<PerformanceTrigger, 'metric' | 'below'>,
): TriggerFinding {
  if (value === null) return withoutEvidence('performance', `Prometheus has no value of ${metric}`);
  const low = value < lowerThan({ below });
  return {
    fire: low,
    type: 'performance',
    code: low ? 'FIRED' : 'QUIET',
    reason: `${metric} ${numberText(value)} is ${low ? 'below' : 'not below'} ${below}, says Prometheus`,
    evidence: [{ metric, value, threshold: below, n: null, interval: null }],
  };
}

/** What was measured of a model, without the metric whose value is known from elsewhere. */
export function besideOutsideValue(
  measured: readonly Measurement[],
  { metric }: Pick<PerformanceTrigger, 'metric'>,
): Measurement[] {
  return measured.filter(({ name }) => name !== performanceMetrics[metric]);
}

/** The value from elsewhere in the place of the measured one; null is none. */
export function outsideMeasurements(
  value: number | null,
  { metric }: Pick<PerformanceTrigger, 'metric'>,
): Measurement[] {
  return value === null ? [] : [{ name: performanceMetrics[metric], value }];
}
