import type { LimitEnvelope } from '../definition/limit-envelopes.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import { checkRates, findingsText, LEAST_REQUESTS } from './limit-check.ts';
import type { ReleaseCounts } from './release-counts.ts';

export interface ProbationVerdict {
  readonly rollBack: boolean;
  readonly reason: string;
  readonly evidence: EventOf<'rolled-back'>['evidence'];
}

/** Whether a new champion keeps to the limits after promotion; response times are the alias-wide alarm's business. */
export function probationVerdict(champion: ReleaseCounts, limits: LimitEnvelope): ProbationVerdict {
  const findings = checkRates(champion, limits);
  const rollBack = champion.requests >= LEAST_REQUESTS && findings.some(({ kept }) => !kept);
  return {
    rollBack,
    reason: `${rollBack ? 'the champion fails' : 'the champion holds'} in probation: ${findingsText(findings)}`,
    evidence: findings.map(({ evidence }) => evidence),
  };
}
