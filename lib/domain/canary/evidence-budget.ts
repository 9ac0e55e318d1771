import type { ErrorBudget } from '../decision-records/decision-kind.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import { BREAKER_METRIC } from './canary-text.ts';
import { evidenceLevels } from './canary-verdict.ts';
import { BREAKER_ALPHA } from './hard-breaker.ts';

/**
 * Of the metric that has used more of it. An E value that reaches 1 / alpha has spent all there is. Where the breaker has
 * decided it is that of its one look, which no E value bounds.
 */
export function evidenceBudget(evidence: EventOf<'rolled-back'>['evidence']): ErrorBudget {
  if (evidence.some(({ metric }) => metric === BREAKER_METRIC)) return { alpha: BREAKER_ALPHA, spent: BREAKER_ALPHA };
  const values = evidence.filter(({ metric }) => metric.startsWith('evidence against')).map(({ value }) => value ?? 0);
  const alpha = 1 / evidenceLevels.rollBack;
  return { alpha, spent: Math.min(alpha, (alpha * Math.max(0, ...values)) / evidenceLevels.rollBack) };
}
