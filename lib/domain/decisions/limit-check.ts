import { THRESHOLD_TOLERANCE } from '../../statistics/threshold-tolerance.ts';
import type { LimitEnvelope } from '../definition/limit-envelopes.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import type { ReleaseCounts } from './release-counts.ts';

type Evidence = EventOf<'promoted'>['evidence'][number];

/** One limit and what stands against it. */
export interface LimitFinding {
  readonly evidence: Evidence;
  readonly kept: boolean;
  /** Such as `error rate 0.08 is above 0.05 (12 of 150)`. */
  readonly text: string;
}

/** Fewer requests than this are no rate. */
export const LEAST_REQUESTS = 50;

/** Most answers that may be slower than the limit: with more than half of them, the median is. */
const SLOW_SHARE = 0.5;

/** Error rate and success rate against an envelope (S1-19, S1-23). */
export function checkRates({ requests, bad }: ReleaseCounts, limits: LimitEnvelope): LimitFinding[] {
  return [
    upper('error rate', bad, requests, limits.maximumErrorRate),
    lower('success rate', requests - bad, requests, limits.minimumSuccessRate),
  ];
}

/** Share of answers that took longer than the canary envelope's response limit. */
export function checkResponse({ answers, slow }: ReleaseCounts): LimitFinding[] {
  return answers === 0 ? [] : [upper('slow answers', slow, answers, SLOW_SHARE)];
}

/** A sentence with the numbers of all findings, the broken ones first. */
export function findingsText(findings: readonly LimitFinding[]): string {
  const broken = findings.filter(({ kept }) => !kept);
  return (broken.length > 0 ? broken : findings).map(({ text }) => text).join(', ');
}

function upper(metric: string, part: number, whole: number, threshold: number): LimitFinding {
  const value = whole === 0 ? 0 : part / whole;
  const kept = value <= threshold + THRESHOLD_TOLERANCE;
  return {
    kept,
    evidence: evidenceOf(metric, value, threshold, whole),
    text: text(metric, value, kept ? 'within' : 'above', threshold, part, whole),
  };
}

function lower(metric: string, part: number, whole: number, threshold: number): LimitFinding {
  const value = whole === 0 ? 1 : part / whole;
  const kept = value >= threshold - THRESHOLD_TOLERANCE;
  return {
    kept,
    evidence: evidenceOf(metric, value, threshold, whole),
    text: text(metric, value, kept ? 'at least' : 'below', threshold, part, whole),
  };
}

function evidenceOf(metric: string, value: number, threshold: number, n: number): Evidence {
  return { metric, value, threshold, n, interval: null };
}

function text(metric: string, value: number, relation: string, threshold: number, part: number, whole: number): string {
  return `${metric} ${Number(value.toFixed(4))} is ${relation} ${threshold} (${part} of ${whole})`;
}
