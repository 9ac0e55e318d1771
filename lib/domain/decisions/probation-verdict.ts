import type { LimitEnvelope } from '../definition/limit-envelopes.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import { checkRates, findingsText, LEAST_REQUESTS } from './limit-check.ts';
import type { ReleaseCounts } from './release-counts.ts';

export interface ProbationVerdict {
  readonly rollBack: boolean;
  readonly reason: string;
  readonly evidence: EventOf<'rolled-back'>['evidence'];
}

/**
 * Whether a champion keeps to the limits in a period, such as `in probation`; response times are the alias-wide alarm's
 * business.
 */
export function probationVerdict(champion: ReleaseCounts, limits: LimitEnvelope, period: string): ProbationVerdict {
  const findings = checkRates(champion, limits);
  const rollBack = champion.requests >= LEAST_REQUESTS && findings.some(({ kept }) => !kept);
  return {
    rollBack,
    reason: `the champion ${rollBack ? 'fails' : 'holds'} ${period}: ${findingsText(findings)}`,
    evidence: findings.map(({ evidence }) => evidence),
  };
}
