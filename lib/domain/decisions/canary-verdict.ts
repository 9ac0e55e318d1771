import type { LimitEnvelope } from '../definition/limit-envelopes.ts';
import type { EventOf } from '../ledger/ledger-event.ts';
import { checkRates, checkResponse, findingsText, LEAST_REQUESTS, type LimitFinding } from './limit-check.ts';
import type { ReleaseCounts } from './release-counts.ts';

export interface CanaryVerdict {
  readonly decision: 'continue' | 'step-up' | 'promote' | 'roll-back';
  /** One sentence. */
  readonly reason: string;
  readonly evidence: EventOf<'promoted'>['evidence'];
}

export interface CanaryProgress {
  /** Since the weight moved last. */
  readonly elapsedSeconds: number;
  readonly bakeSeconds: number;
  /** Longest time that the step is held beyond its bake for want of evidence. */
  readonly maximumHoldSeconds: number;
  readonly isLastStep: boolean;
}

/**
 * What a canary shows (S1-17 to S1-22). A broken limit rolls back at once, and everything else waits for the bake. A
 * small step that has seen too little is held, and then stepped up if nothing was wrong, as larger shares bring the
 * evidence; nothing is ever promoted on fewer than `LEAST_REQUESTS` requests.
 */
export function canaryVerdict(
  challenger: ReleaseCounts,
  limits: LimitEnvelope,
  progress: CanaryProgress,
): CanaryVerdict {
  const findings = [...checkRates(challenger, limits), ...checkResponse(challenger)];
  const told = (decision: CanaryVerdict['decision'], reason: string): CanaryVerdict => ({
    decision,
    reason,
    evidence: findings.map(({ evidence }) => evidence),
  });
  const enough = challenger.requests >= LEAST_REQUESTS;
  if (enough && findings.some(({ kept }) => !kept))
    return told('roll-back', `the canary fails: ${findingsText(findings)}`);
  const { elapsedSeconds, bakeSeconds, maximumHoldSeconds } = progress;
  if (elapsedSeconds < bakeSeconds) {
    return told('continue', `baked for ${elapsedSeconds} of ${bakeSeconds} seconds: ${findingsText(findings)}`);
  }
  if (enough) return passed(findings, progress, told);
  if (elapsedSeconds < bakeSeconds + maximumHoldSeconds) {
    return told('continue', `held for evidence: ${challenger.requests} of ${LEAST_REQUESTS} requests`);
  }
  return unproven(challenger, progress, told);
}

type Tell = (decision: CanaryVerdict['decision'], reason: string) => CanaryVerdict;

function passed(findings: readonly LimitFinding[], { isLastStep }: CanaryProgress, told: Tell): CanaryVerdict {
  const numbers = findingsText(findings);
  return isLastStep ? told('promote', `the canary holds: ${numbers}`) : told('step-up', `the step holds: ${numbers}`);
}

/** The step was held as long as it may be. */
function unproven({ requests, bad }: ReleaseCounts, { isLastStep }: CanaryProgress, told: Tell): CanaryVerdict {
  const seen = `${requests} requests are fewer than ${LEAST_REQUESTS}`;
  if (isLastStep || bad > 0)
    return told('roll-back', `no evidence within the longest hold: ${seen}, ${bad} of them bad`);
  return told('step-up', `nothing wrong within the longest hold, though ${seen}: a larger share shows more`);
}
