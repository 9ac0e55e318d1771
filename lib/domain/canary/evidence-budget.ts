import type { ErrorBudget } from '../decision-records/decision-kind.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import { evidenceLevels } from './canary-verdict.ts';

/** Of the metric that has used more of it. An E value that reaches 1 / alpha has spent all there is. */
export function evidenceBudget(evidence: EventOf<'rolled-back'>['evidence']): ErrorBudget {
  const values = evidence.filter(({ metric }) => metric.startsWith('evidence against')).map(({ value }) => value ?? 0);
  const alpha = 1 / evidenceLevels.rollBack;
  return { alpha, spent: Math.min(alpha, (alpha * Math.max(0, ...values)) / evidenceLevels.rollBack) };
}
