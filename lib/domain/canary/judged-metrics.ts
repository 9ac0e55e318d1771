import { type AnsweredMinute, squaredVariation } from '../../statistics/canary/overdispersion.ts';
import type { LimitEnvelope } from '../definition/limit-envelopes.ts';
import type { ReleaseCounts } from './release-counts.ts';

type MetricName = 'error rate' | 'slow answers' | 'wrong predictions';

/** One share of bad events in which two arms are compared. */
export interface ComparedMetric {
  readonly name: MetricName;
  /** The canary's odds of a bad event may be this many times the baseline's. */
  readonly margin: number;
  /** Largest share of bad events, above 0 and below 1. @default there is none */
  readonly limit?: number;
  readonly countsOf: (counts: ReleaseCounts) => AnsweredMinute;
}

/** One that has to stay below a limit as well. */
export interface JudgedMetric extends ComparedMetric {
  readonly limit: number;
}

/** No sample shows that nothing ever fails: a limit of 0 is tested as one in ten thousand, and one of 1 likewise. */
const SMALLEST_LIMIT = 0.0001;
/** With more than half of the answers above the response limit, the median is. */
const SLOW_LIMIT = 0.5;

/** Errors against the stricter of the two rates of an envelope (S1-19, S1-20). */
export function errorMetric({
  maximumErrorRate,
  minimumSuccessRate,
}: Pick<LimitEnvelope, 'maximumErrorRate' | 'minimumSuccessRate'>): JudgedMetric {
  const limit = Math.min(maximumErrorRate, 1 - minimumSuccessRate);
  return {
    name: 'error rate',
    margin: 1.1,
    limit: Math.min(Math.max(limit, SMALLEST_LIMIT), 1 - SMALLEST_LIMIT),
    // a missing counter of requests would make all that is bad a share of nothing
    countsOf: ({ requests, answers, bad }) => counted(bad, Math.max(requests, answers)),
  };
}

/** Answers that took longer than the canary envelope's response limit. */
export const slowMetric: JudgedMetric = {
  name: 'slow answers',
  margin: 1.25,
  limit: SLOW_LIMIT,
  countsOf: ({ slow, answers }) => counted(slow, answers),
};

/** Answers that their outcome contradicts, of those that have one. How good a model has to be is the gate's business. */
export const wrongMetric: ComparedMetric = {
  name: 'wrong predictions',
  margin: 1.1,
  countsOf: ({ wrong, labelled }) => ({ bad: wrong, total: labelled }),
};

/** Two counters of one request may lie in neighbouring minutes. */
function counted(bad: number, total: number): AnsweredMinute {
  return { bad, total: Math.max(bad, total) };
}

/** How a metric behaved before there was a canary. */
export interface MetricBackground {
  /** Share of bad events, 0..1. */
  readonly share: number;
  /** Squared coefficient of variation from minute to minute, beyond that of independent events. */
  readonly variation: number;
}

/** Of the minutes of a day before; without traffic events count as independent. */
export function metricBackground({ countsOf }: ComparedMetric, dayBefore: readonly ReleaseCounts[]): MetricBackground {
  const minutes = dayBefore.map(countsOf);
  const total = minutes.reduce((sum, minute) => sum + minute.total, 0);
  const bad = minutes.reduce((sum, minute) => sum + minute.bad, 0);
  return { share: total === 0 ? 0 : bad / total, variation: squaredVariation(minutes) };
}
