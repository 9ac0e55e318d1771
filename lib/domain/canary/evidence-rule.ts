import type { ExplainedRule } from '../decision-records/decision-kind.ts';
import type { EventOf } from '../ledger/ledger-event.ts';

/** A share at its limit holds, and so does evidence for that reaches its level; evidence against that does rolls back. */
export function ruleOf({
  metric,
  value,
  threshold,
  n,
  interval,
}: EventOf<'promoted'>['evidence'][number]): ExplainedRule {
  const passed = value === null || threshold === null ? null : holds(metric, value, threshold);
  return { metric, value, threshold, n, interval, passed };
}

function holds(metric: string, value: number, threshold: number): boolean {
  if (metric.startsWith('evidence for')) return value >= threshold;
  return metric.startsWith('evidence against') ? value < threshold : value <= threshold;
}
